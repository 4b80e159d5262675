/*
 * The reader's side on every page: the box in its header. The page of results has a script of its own, which uses what
 * is here. Nothing of the index is fetched before a reader turns to either; what the engine answers becomes text only.
 */
var PracticeCommons = PracticeCommons || {};

PracticeCommons.reader = (function () {
  /** @type {any} */
  const script = document.currentScript;
  const folder = new URL(".", script.src).href, root = new URL("..", folder).href;
  const TYPING = 120, SHOWN = 6;
  const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select";
  const UNREADABLE = "The search index could not be read.";

  /** @type {Promise<any> | null} */
  let opened = null;
  const open = () => (opened ||= PracticeCommons.open(folder));
  const asked = () => new URLSearchParams(location.search);
  /** @param {URLSearchParams} query */
  const address = (query) => `${folder}index.html?${query}`;

  /** Ask the engine what an address asks for. @param {URLSearchParams} query @param {object} more */
  async function search(query, more) {
    try {
      const searcher = await open(), { facets } = PracticeCommons.settings;
      return await searcher.search(query.get("q") || "", {
        sort: query.get("sort"),
        complete: query.has("complete"),
        conditions: Object.fromEntries(facets.map((/** @type {string} */ name) => [name, query.getAll(name)])),
        ...more,
      });
    } catch (error) {
      // What failed is not kept: the next search begins afresh.
      opened = null;
      console.error(error);
      throw error;
    }
  }

  /** @param {Element} element @param {Record<string, any>} about */
  function mark(element, about) {
    for (const key in about) element.setAttribute(key, about[key]);
  }

  /**
   * Make an element. A string among its children becomes text, whatever is in it.
   * @param {string} name @param {Record<string, any>} about @param {...(string | Node)} children @returns {any}
   */
  function make(name, about, ...children) {
    const made = document.createElement(name);
    mark(made, about);
    made.append(...children);
    return made;
  }

  /** @param {number} number */
  const results = (number) => (number === 1 ? "1 result" : `${number ? number.toLocaleString("en-GB") : "No"} results`);
  /** @param {string} kind */
  const badge = (kind) => make("span", { class: "commons-kind" }, kind);

  /** The box: a form that works by itself, and with this shows results while a reader types. @param {any} form */
  function box(form) {
    const field = form.elements.q, id = "commons-options";
    const list = make("div", { id, role: "listbox", "aria-label": "Results" });
    const message = make("p", {}), panel = make("div", { class: "commons-panel" }, list, message);
    const status = make("p", { class: "commons-unseen", role: "status" });
    mark(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id });
    let turn = 0, timer = 0, chosen = -1;
    form.append(panel, status);
    close();

    /** @param {string} text @param {any[]} options */
    function show(text, options = []) {
      list.replaceChildren(...options);
      panel.hidden = !text;
      status.textContent = text;
      message.textContent = options.length ? "" : text;
      choose(-1);
    }
    function close() {
      turn++;
      clearTimeout(timer);
      show("");
    }
    /** @param {number} at */
    function choose(at) {
      chosen = at;
      const options = Array.from(list.children), option = options[at];
      options.forEach((one, i) => mark(one, { "aria-selected": i === at }));
      mark(field, { "aria-expanded": options.length > 0, "aria-activedescendant": option?.id || "" });
      option?.scrollIntoView({ block: "nearest" });
    }
    async function look() {
      const text = field.value.trim(), mine = ++turn;
      if (!text) return close();
      if (panel.hidden) show("Searching…");
      const query = new URLSearchParams({ q: text, complete: "1" });
      try {
        const answer = await search(query, { limit: SHOWN });
        if (mine === turn) show(results(answer.total), options(query, answer));
      } catch {
        if (mine === turn) show(UNREADABLE);
      }
    }
    /** @param {URLSearchParams} query @param {any} answer */
    function options(query, { total, top, hits, didYouMean }) {
      const found = hits.map((/** @type {any} */ hit) =>
        [root + hit.path, make("strong", {}, hit.title), " ", badge(hit.kind), make("small", {}, hit.facts)]);
      if (top) found.unshift([root + top.path, make("strong", {}, top.label), " ", badge(top.kind)]);
      if (total) found.push([address(query), total > 1 ? `All ${results(total)}` : results(total)]);
      if (didYouMean && !total)
        found.push([address(new URLSearchParams({ q: didYouMean })), `Did you mean “${didYouMean}”?`]);
      return found.map((/** @type {any[]} */ [href, ...parts], /** @type {number} */ i) =>
        make("a", { href, role: "option", id: `commons-option-${i}`, tabindex: -1 }, ...parts));
    }

    form.addEventListener("focusout", (/** @type {any} */ event) => form.contains(event.relatedTarget) || close());
    form.addEventListener("submit", close);
    addEventListener("pagehide", close);
    // A click would take the focus, and with it the panel, before it arrives.
    panel.addEventListener("mousedown", (/** @type {Event} */ event) => event.preventDefault());
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, TYPING);
    });
    field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const { key } = event, last = list.children.length - 1;
      if (event.isComposing) return;
      if (key === "ArrowDown") panel.hidden ? look() : choose(chosen < last ? chosen + 1 : -1);
      else if (key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
      else if (key === "Enter" && chosen >= 0) list.children[chosen].click();
      else if (key === "Escape") panel.hidden ? (field.value = "") : close();
      else return;
      event.preventDefault();
    });
  }

  /** The key that goes to the search, and where it is turned off, as WCAG 2.1.4 wants. @param {any} place */
  function shortcut(place) {
    const key = "commons-no-slash";
    let off = "";
    try {
      off = localStorage.getItem(key) || "";
    } catch {} // a browser that keeps nothing
    document.addEventListener("keydown", (/** @type {any} */ event) => {
      const { target, ctrlKey, metaKey, altKey } = event;
      if (off || event.key !== "/" || ctrlKey || metaKey || altKey || target.matches(WRITING)) return;
      event.preventDefault();
      /** @type {any} */ (document.querySelector("#commons-find input, .commons-box input"))?.focus();
    });
    if (!place) return;
    const tick = make("input", { type: "checkbox" });
    tick.checked = !off;
    tick.onchange = () => {
      off = tick.checked ? "" : "1";
      try {
        localStorage.setItem(key, off);
      } catch {} // then it holds for this page
    };
    place.append(make("label", {}, tick, " On this site, the key / goes to the search field"));
  }

  document.addEventListener("focusin", (/** @type {any} */ event) => {
    if (event.target.type === "search") open().catch(() => (opened = null));
  });
  const form = document.querySelector(".commons-box");
  if (form) box(form);
  shortcut(document.getElementById("commons-shortcut"));
  return { root, UNREADABLE, asked, address, search, make, results, badge };
})();
