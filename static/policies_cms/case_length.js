// While a typical case is typed: how many characters are left. The rule itself is checked on saving, without script too.
(() => {
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
    const left = most - [...field.value.replace(/\s/gu, "")].length;
    const words = left < 0 ? field.dataset.wordsOver : field.dataset.wordsLeft;
    told.textContent = kind.value === "case" ? words.replace("{n}", String(Math.abs(left))) : "";
    field.setAttribute("aria-invalid", String(kind.value === "case" && left < 0));
  };
  field.addEventListener("input", count);
  kind.addEventListener("change", count);
  count();
})();
