/*
 * The page of results, with what `search/client.js` has for readers. All that it shows is in its address, so that a
 * search can be linked, and back and forward work.
 */
(function () {
  "use strict";

  // Where the client could not be read, the page says so itself.
  if (typeof PracticeCommons === "undefined") return;
  const { root, UNREADABLE, asked, address, search, make, results, badge } = PracticeCommons.reader;
  const ON_PAGE = 20, MOST = 1000, VALUES = 5;

  /** @param {any} query @returns {string[]} */
  const keys = (query) => Array.from(query.keys());

  /** @param {any} found */
  function page(found) {
    /** @type {any} */
    const form = document.getElementById("commons-find");
    const status = make("div", { role: "status", tabindex: -1 });
    const facets = make("details", { class: "commons-facets" });
    const list = make("div", { class: "commons-hits" });
    const title = document.title, whole = new Set(), passages = new WeakMap();
    const sight = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        passages.get(target)().catch(() => {}); // the rest of the result is there
      }
    }, { rootMargin: "200px" });
    let turn = 0, here = "";
    found.replaceChildren(status, make("div", { class: "commons-found" }, facets, list));
    facets.open = matchMedia("(min-width: 60em)").matches;

    async function run() {
      const query = asked(), text = query.get("q"), mine = ++turn, focused = document.activeElement;
      const inside = found.contains(focused);
      here = location.search;
      form.elements.q.value = text;
      document.title = text ? `${text} – ${title}` : title;
      if (!text && keys(query).every((key) => key === "q" || key === "sort")) return clear();
      status.replaceChildren("Searching…");
      const shown = Math.min(MOST, Math.max(ON_PAGE, Number(query.get("shown")) || 0));
      try {
        const answer = await search(query, { limit: shown, facets: true });
        if (mine === turn) answered(query, answer);
      } catch {
        if (mine === turn) failed();
      }
      // What had the focus may have been shown anew.
      if (mine === turn && inside && document.activeElement === document.body) focus(focused);
    }
    /** Give the focus back to the filter that had it, or else to what is said of the results. @param {any} before */
    function focus({ name, value }) {
      /** @type {any[]} */
      const ticks = Array.from(facets.querySelectorAll("input"));
      (ticks.find((one) => one.name === name && one.value === value) || status).focus();
    }
    function clear() {
      status.replaceChildren();
      list.replaceChildren();
      facets.hidden = true;
    }
    function failed() {
      const again = make("button", { type: "button", class: "commons-button" }, "Try again");
      again.onclick = run;
      clear();
      status.append(make("p", { class: "commons-callout" }, UNREADABLE,
        " The connection may be lost, or this browser too old: it has to be from 2023 or later. ", again));
    }

    /** Go where the address is changed so. @param {(query: URLSearchParams) => void} change */
    function changed(change) {
      const query = asked();
      query.delete("shown");
      change(query);
      return address(query);
    }
    /** @param {string} href */
    function go(href) {
      if (href !== location.href) history.pushState(null, "", href);
      return run();
    }
    /** @param {string} text @param {(query: URLSearchParams) => void} change */
    function link(text, change) {
      const made = make("a", { href: changed(change) }, text);
      made.onclick = (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(made.href);
      };
      return made;
    }

    /** @param {URLSearchParams} query @param {any} answer */
    function answered(query, { total, notes, hits, top, didYouMean, facets: given }) {
      const text = query.get("q"), newest = query.get("sort") === "date", count = hits.length;
      const lines = [[make("strong", {}, results(total)), text ? ` for “${text}”` : ""]];
      for (const note of notes) lines.push([note]);
      if (didYouMean) lines.push(["Did you mean ", link(didYouMean, (one) => one.set("q", didYouMean)), "?"]);
      if (!total) lines.push(["Try other words, or fewer; or look through the indexes below."]);
      status.replaceChildren(...lines.map((parts) => make("p", {}, ...parts)));

      const parts = [], other = newest ? "relevance" : "date";
      if (top) {
        const named = make("a", { href: root + top.path }, top.label);
        parts.push(make("p", { class: "commons-callout" }, badge(top.kind), " ", named));
      }
      if (text && total > 1)
        parts.push(make("p", { class: "commons-meta" }, newest ? "Newest first. " : "Best matches first. ",
          link(`Sort by ${other}`, (one) => one.set("sort", other))));
      if (total) parts.push(make("ol", { class: "commons-list" }, ...hits.map(item)));
      if (count < total) {
        const more = make("button", { type: "button", class: "commons-button" }, "More results");
        more.onclick = async () => {
          history.replaceState(null, "", changed((one) => one.set("shown", String(count + ON_PAGE))));
          await run();
          list.querySelectorAll("h2 a")[count]?.focus();
        };
        const beyond = count < MOST ? more : "Narrow them to see others.";
        parts.push(make("p", {}, `${count} of ${results(total)} shown. `, beyond));
      }
      list.replaceChildren(...parts);
      narrow(query, given);
    }
    /** @param {any} hit */
    function item(hit) {
      const pieces = (/** @type {any[]} */ passage) => passage.map(([text, match]) => (match ? make("mark", {}, text) : text));
      // Two lines are kept free for the passage, which is fetched when it comes into sight.
      const about = hit.language ? { lang: hit.language } : {}, shown = make("p", { ...about, class: "commons-passage" });
      passages.set(shown, async () => shown.replaceChildren(...pieces(await hit.passage())));
      sight.observe(shown);
      return make("li", {},
        make("h2", about, make("a", { href: root + hit.path }, hit.title)),
        shown,
        make("p", { class: "commons-meta" }, badge(hit.kind), " ", hit.facts));
    }

    /** Show the facets by which the results can be narrowed. @param {URLSearchParams} query @param {any[]} given */
    function narrow(query, given) {
      const groups = given.filter(({ values }) => values.length).map(({ name, label, values }) => {
        const rows = values.map((/** @type {any} */ one, /** @type {number} */ at) => {
          const tick = make("input", { type: "checkbox", name, value: one.value });
          const row = make("label", {}, tick, ` ${one.label} (${one.count.toLocaleString("en-GB")})`);
          tick.checked = query.getAll(name).includes(one.value);
          row.hidden = at >= VALUES && !tick.checked && !whole.has(name);
          tick.onchange = () => go(changed((now) => {
            const others = now.getAll(name).filter((value) => value !== one.value);
            now.delete(name);
            for (const value of tick.checked ? [...others, one.value] : others) now.append(name, value);
          }));
          return row;
        });
        const hidden = rows.filter((/** @type {any} */ row) => row.hidden);
        const rest = make("button", { type: "button", class: "commons-link" }, `Show ${hidden.length} more`);
        rest.setAttribute("aria-label", `Show ${hidden.length} more: ${label}`);
        rest.hidden = !hidden.length;
        rest.onclick = () => {
          whole.add(name);
          for (const row of hidden) row.hidden = false;
          rest.hidden = true;
          hidden[0].firstChild.focus();
        };
        return make("fieldset", {}, make("legend", {}, label), ...rows, rest);
      });
      const filters = keys(query).filter((key) => PracticeCommons.settings.facets.includes(key));
      if (filters.length)
        groups.unshift(link("Remove all filters", (now) => filters.forEach((key) => now.delete(key))));
      facets.hidden = !groups.length;
      facets.replaceChildren(make("summary", {}, "Narrow the results"), ...groups);
    }

    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      const query = new URLSearchParams({ q: form.elements.q.value.trim() }), sort = asked().get("sort");
      if (sort) query.set("sort", sort);
      go(address(query));
    });
    // A link to a heading of the page changes its address too, and asks for nothing.
    addEventListener("popstate", () => location.search === here || run());
    run();
  }

  const found = document.getElementById("commons-results");
  if (found) page(found);
})();
