// The queue by keyboard: inside the table only, so that no key is taken from anybody elsewhere.
// Without this file every row is still reached with Tab.
(() => {
  const form = document.querySelector("[data-queue]");
  if (!form) return;
  const links = [...form.querySelectorAll("td.title a")];
  const rowOf = (node) => node.closest("tbody tr");
  const mark = () => {
    for (const link of links) {
      const row = rowOf(link);
      row.classList.toggle("desk-here", row.contains(document.activeElement));
    }
  };
  form.addEventListener("focusin", mark);
  form.addEventListener("focusout", () => setTimeout(mark));
  form.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = links.findIndex((link) => rowOf(link) === row);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && links[at + step]) {
      event.preventDefault();
      links[at + step].focus();
    } else if (event.key === " " && event.target === links[at]) {
      const box = row.querySelector("input[type=checkbox]");
      if (!box) return;
      event.preventDefault();
      box.checked = !box.checked;
    }
  });
})();
