/* A commons' search as the page asks it: a query in, the results to show out. */
var PracticeCommons = PracticeCommons || {};

PracticeCommons.Searcher = (function () {
  const FOLDERS = { council: "councils", tag: "tags", priority: "priorities", community: "communities" };

  /** A text as a name or a title: without the quotation marks around it. @param {string} text */
  const folded = (text) => PracticeCommons.fold(text).replace(/^["“”„«»']+|["“”„«»']+$/g, "").trim();

  return class {
    /** @param {string} folder @param {any} manifest */
    constructor(folder, manifest) {
      this.folder = folder;
      this.manifest = manifest;
      this.settings = PracticeCommons.settings = manifest.settings;
      /** @type {Object<string, Promise<any>>} */
      this.read = {};
      const opened = manifest.generations.map((/** @type {any} */ one) =>
        new PracticeCommons.Generation(`${folder}${one.name}/`, one).open());
      this.ready = Promise.all([this.said(manifest.names), ...opened]).then(([names, ...generations]) => {
        const index = new PracticeCommons.Index(generations, manifest.settings);
        return { index, planner: PracticeCommons.planner(index, names, this) };
      });
      this.ready.catch(() => {}); // told to whoever asks
    }

    /** Return what a script of the folder says; it is fetched once. @param {string} name @returns {Promise<any>} */
    said(name) {
      return (this.read[name] ||= PracticeCommons.run(this.folder + name));
    }

    /** Return a part of the names that facets' values are known by. @param {number} part */
    known(part) {
      return this.said(`${this.manifest.known}/${part}.js`);
    }

    /** Return what readers see for a facet's values. */
    labels() {
      return this.said(this.manifest.labels);
    }

    /**
     * Answer a query; with a new manifest, where a publication has taken away what the old one names.
     * @param {string} text @param {object} options
     */
    async search(text, options = {}) {
      try {
        return await this.answer(text, options);
      } catch (error) {
        const fresh = await PracticeCommons.open(this.folder, Date.now());
        if (JSON.stringify(fresh.manifest) === JSON.stringify(this.manifest)) throw error;
        return Object.assign(this, fresh).answer(text, options);
      }
    }

    /**
     * @param {string} text
     * @param {{limit?: number, offset?: number, sort?: string | null, complete?: boolean, facets?: boolean, conditions?: Object<string, string[]>}} options
     */
    async answer(text, { limit = 10, offset = 0, sort, complete, facets, conditions = {} }) {
      const { index, planner } = await this.ready;
      const expression = PracticeCommons.parse(text.slice(0, this.settings.longestQuery));
      const chosen = Object.entries(conditions)
        .flatMap(([facet, values]) => (values.length ? { type: "holds", facet, values } : []));
      const near = await planner.near(expression, complete);
      let last = await planner.plan(expression, chosen);
      // Each tier without those before it, and all that was found in them.
      const tiers = [await index.fulfil(last)], exact = size(tiers[0]), { notes } = last;
      /** @type {any[]} */
      let found = tiers[0];
      /** @param {any} plan @param {string} note */
      const add = async (plan, note) => {
        const rest = index.without(await index.fulfil(plan), found);
        last = plan;
        tiers.push(rest);
        if (size(rest)) notes.push(note);
        found = found.map(({ docs }, g) => ({ docs: Uint32Array.from([...docs, ...rest[g].docs]).sort() }));
      };
      if (near.words.size) await add(await planner.plan(expression, chosen, near.words), near.note);
      if (size(found) < (sort === "date" ? 1 : this.settings.few))
        await add(await planner.plan(expression, chosen, near.words, true), this.settings.some[size(found) ? 1 : 0]);

      const most = Math.max(offset + limit, this.settings.looked);
      /** @type {any[]} */
      let best = [];
      // Without words nothing is better than anything else.
      if (sort === "date" || !last.stems.size) best = await index.newest(found, most);
      else
        for (const tier of tiers)
          if (best.length < most) best.push(...index.ranked(tier, most - best.length));
      if (sort !== "date") {
        const first = await titled(index, folded(text), best.slice(0, this.settings.looked));
        best = [...first, ...best.filter((one) => !first.includes(one))];
      }
      return {
        total: size(found),
        notes,
        didYouMean: exact < 3 ? await mended(index, planner, expression, chosen, exact) : null,
        top: await this.top(planner, folded(text)),
        hits: await Promise.all(best.slice(offset, offset + limit).map(async ({ generation, document, score }) => {
          const held = index.generations[generation];
          const passage = async () => PracticeCommons.passage(await held.texts(document), last.stems);
          return { ...hit(await held.card(document)), score, passage };
        })),
        facets: facets && (await this.counted(index, last, found, conditions, chosen.length)),
      };
    }

    /** Return the one council, tag, priority or community that a name belongs to, or null. @param {any} planner @param {string} name */
    async top(planner, name) {
      const found = [];
      for (const [kind, folder] of name ? Object.entries(FOLDERS) : []) {
        const slug = (await planner.values(kind, name))?.[0];
        if (slug) found.push({ kind, path: `${folder}/${slug}/index.html`, label: (await this.labels())[kind][slug] });
      }
      return found.length === 1 ? found[0] : null;
    }

    /** Count the values of every facet; those of a facet that is chosen, as if it were not. @param {any} index @param {any} plan @param {any[]} found @param {Object<string, string[]>} conditions @param {number} count */
    async counted(index, plan, found, conditions, count) {
      const labels = await this.labels();
      return Promise.all(this.settings.counted.map(async (/** @type {{name: string, label: string}} */ { name, label }) => {
        const own = conditions[name] || [];
        const among = own.length
          ? await index.fulfil({ ...plan, required: plan.required.filter((/** @type {any[]} */ tests, /** @type {number} */ i) => i >= count || tests[0].facet !== name) })
          : found;
        const counts = await index.counts(name, among);
        for (const value of own) if (!counts.has(value)) counts.set(value, 0);
        const values = [...counts].map(([value, count]) => ({ value, count, label: labels[name]?.[value] || value }));
        return { name, label, values: values.sort((a, b) => b.count - a.count || PracticeCommons.compare(a.value, b.value)) };
      }));
    }
  };

  /** Return the one result, of a few, that has a title: it alone, or none. @param {any} index @param {string} title @param {any[]} results */
  async function titled(index, title, results) {
    const cards = await Promise.all(results.map(({ generation, document }) => index.generations[generation].card(document)));
    const titled = results.filter((_, i) => title && folded(cards[i][1]) === title && cards[i][8] !== "withdrawn");
    return titled.length === 1 ? titled : [];
  }

  /** Return a query with fewer slips that finds more, or null. @param {any} index @param {any} planner @param {any} expression @param {any[]} chosen @param {number} held */
  async function mended(index, planner, expression, chosen, held) {
    const better = await planner.mended(expression);
    if (!better) return null;
    const plan = await planner.plan(PracticeCommons.parse(better), chosen);
    return size(await index.fulfil(plan)) > held ? better : null;
  }

  /** What is shown of a result; its date no more exactly than it is given. @param {any[]} card */
  function hit([id, title, kind, , community, councils, date, outcome, state, language]) {
    const { labels } = PracticeCommons.settings, [, month, day] = date.split("-");
    const said = new Date(date).toLocaleDateString("en-GB", {
      year: "numeric", month: month && "long", day: day && "numeric", timeZone: "UTC",
    });
    const fate = state && (state === "withdrawn" ? "Withdrawn" : "Replaced");
    return {
      id, title, language,
      kind: labels.kind[kind] || kind,
      facts: [said, ...councils, community, labels.outcome[outcome], fate].filter(Boolean).join(" · "),
      path: `c/${id.replace(":", "/")}/index.html`,
    };
  }

  /** @param {any[]} found @returns {number} */
  function size(found) {
    return found.reduce((sum, one) => sum + one.docs.length, 0);
  }
})();

/**
 * Open the search of a site; its manifest is read again after a minute.
 * @param {string} folder the address of its search folder, with a slash at the end
 */
PracticeCommons.open = async (folder, when = Math.floor(Date.now() / 6e4)) =>
  new PracticeCommons.Searcher(folder, await PracticeCommons.run(`${folder}manifest.js?${when}`));
