// While a typical case is typed: how many characters are left. The rule itself is checked on saving, without script too,
// and counts the same: every character but what Python takes for a blank (policies_cms/domain/cases.py).
// The editor's page names its scripts above its fields: they are looked for once the page is whole.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const field = document.querySelector("[data-case-length]");
  const kind = document.getElementById("id_kind");
  if (!field || !kind) return;
  const most = Number(field.dataset.caseLength);
  const told = document.createElement("p");
  told.className = "help";
  told.setAttribute("role", "status");
  field.insertAdjacentElement("afterend", told);
  const count = () => {
    const left = most - [...field.value.replace(/[\s\x1c-\x1f\x85]/gu, "")].length;
    const words = left < 0 ? field.dataset.wordsOver : field.dataset.wordsLeft;
    told.textContent = kind.value === "case" ? words.replace("{n}", String(Math.abs(left))) : "";
    field.setAttribute("aria-invalid", String(kind.value === "case" && left < 0));
  };
  field.addEventListener("input", count);
  kind.addEventListener("change", count);
  count();
});
