// Titles while somebody types: an editable combobox with a list (WAI-ARIA Authoring Practices).
// Nothing is sent while an input method composes. Without this file, or when anything fails, the form works as ever.
(() => {
  const input = document.querySelector("input[data-suggest]");
  if (!input || !window.fetch || !window.AbortController) return;
  const PAUSE = 200;
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let timer = 0;
  let request = new AbortController();
  let at = -1;

  list.id = `${input.id}-titles`;
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  status.className = "hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  input.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }

  function mark(place) {
    at = place;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(-1);
  }

  function show(titles) {
    list.replaceChildren(
      ...titles.map((title, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.textContent = title;
        return option;
      }),
    );
    open(titles.length > 0);
    mark(-1);
    status.textContent = titles.length ? input.dataset.found.replace("#", titles.length) : "";
  }

  async function ask() {
    const typed = input.value.trim();
    request = new AbortController();
    const { signal } = request;
    try {
      const address = `${input.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal, credentials: "omit", cache: "no-store" });
      const titles = answer.ok ? (await answer.json()).titles : [];
      if (!signal.aborted) show(document.activeElement === input ? titles.filter((title) => title !== typed) : []);
    } catch {
      if (!signal.aborted) show([]);
    }
  }

  function stop() {
    clearTimeout(timer);
    request.abort();
  }

  function soon() {
    stop();
    if (input.value.trim()) timer = setTimeout(ask, PAUSE);
    else show([]);
  }

  function choose(option) {
    stop();
    input.value = option.textContent;
    show([]);
    input.form.submit();
  }

  input.addEventListener("input", (event) => event.isComposing || soon());
  input.addEventListener("compositionstart", stop);
  input.addEventListener("compositionend", soon);
  input.addEventListener("keydown", (event) => {
    const { length } = list.children;
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey || !length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // One step past either end is the input itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = ((at + 1 + step + length + 1) % (length + 1)) - 1;
      open(true);
      mark(next);
    } else if (event.key === "Enter" && at >= 0) {
      choose(list.children[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      open(false);
    } else {
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    stop();
    show([]);
  });
  // The input keeps the focus, so that the list stays until the press is a click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  addEventListener("pageshow", () => show([]));
})();
