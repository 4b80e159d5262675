/*
 * Running a plan over all generations: which documents fulfil it, and how well. BM25 as Whoosh computes it for each
 * field (`fields.py` says how, and why these weights), so that the command line and the browser agree.
 */
var PracticeCommons = PracticeCommons || {};

PracticeCommons.Index = (function () {
  const { lastDay } = PracticeCommons;

  /**
   * Documents in rising order, each with its score.
   * @typedef {{docs: Uint32Array, scores: Float64Array}} Matches
   * @typedef {{generation: number, document: number, score: number}} Ranked
   */

  /** @type {Matches} */
  const NONE = { docs: new Uint32Array(0), scores: new Float64Array(0) };

  /** @param {number} most @param {(add: (doc: number, score: number) => void) => void} fill @returns {Matches} */
  function gathered(most, fill) {
    const docs = new Uint32Array(most), scores = new Float64Array(most);
    let count = 0;
    fill((doc, score) => {
      docs[count] = doc;
      scores[count++] = score;
    });
    return { docs: docs.subarray(0, count), scores: scores.subarray(0, count) };
  }

  /** What both hold, or either, scores added. @param {Matches} a @param {Matches} b @param {boolean} all */
  function merged(a, b, all) {
    return gathered(all ? a.docs.length + b.docs.length : Math.min(a.docs.length, b.docs.length), (add) => {
      for (let i = 0, j = 0; all ? i < a.docs.length || j < b.docs.length : i < a.docs.length && j < b.docs.length; ) {
        const one = i < a.docs.length ? a.docs[i] : Infinity, other = j < b.docs.length ? b.docs[j] : Infinity;
        if (one === other) add(one, a.scores[i++] + b.scores[j++]);
        else if (one < other) all ? add(one, a.scores[i++]) : i++;
        else all ? add(other, b.scores[j++]) : j++;
      }
    });
  }
  /** @param {Matches} a @param {Matches} b */
  const both = (a, b) => merged(a, b, false);
  /** @param {Matches} a @param {Matches} b */
  const either = (a, b) => merged(a, b, true);

  /** @param {Matches} from @param {(doc: number) => boolean} fits */
  const only = ({ docs, scores }, fits) =>
    gathered(docs.length, (add) => docs.forEach((doc, i) => fits(doc) && add(doc, scores[i])));

  /** @param {Matches} from @param {Iterable<number>} docs */
  const lacking = (from, docs) => {
    const away = new Set(docs);
    return only(from, (doc) => !away.has(doc));
  };

  /** @param {Uint32Array} docs @returns {Matches} */
  const unscored = (docs) => ({ docs, scores: new Float64Array(docs.length) });

  return class {
    /** @param {any[]} generations @param {any} settings */
    constructor(generations, settings) {
      this.generations = generations;
      this.settings = settings;
      // Documents that are gone are counted in scores, as Whoosh counts them.
      this.documents = generations.reduce((sum, one) => sum + one.documents, 0);
      this.present = generations.reduce((sum, one) => sum - one.gone.size, this.documents);
      /** @type {number[]} */
      this.averages = settings.text.map((/** @type {string} */ _, /** @type {number} */ field) =>
        generations.reduce((sum, one) => sum + one.totals[field], 0) / this.documents || 1);
    }

    /** Where a stem stands in each generation, and its rarity in each field. @param {string} stem */
    async stem(stem) {
      const every = await Promise.all(this.generations.map((one) => one.postings(stem)));
      const held = this.settings.text.map(() => 0);
      for (const one of every) {
        if (!one) continue;
        for (let mask of one.masks) for (let field = 0; mask; mask >>= 1, field++) held[field] += mask & 1;
      }
      /** @type {number[]} */
      const idf = held.map((/** @type {number} */ count) => Math.log(this.documents / (count + 1)) + 1);
      return { every, idf, most: Math.max(...held) };
    }

    /** Score a stem's documents, in all fields or, from 0, in one. @param {any} postings @param {number[]} idf @param {number} field */
    scored(postings, idf, field = -1) {
      const { k1, b, weights, lengths } = this.settings;
      return gathered(postings ? postings.docs.length : 0, (add) => {
        for (let i = 0, at = 0; i < postings.docs.length; i++) {
          let score = 0, fits = false;
          for (let mask = postings.masks[i], bit = 0; mask; mask >>= 1, bit++) {
            if (!(mask & 1)) continue;
            const often = postings.counts[at], length = lengths[postings.lengths[at++]];
            if (field >= 0 && field !== bit) continue;
            fits = true;
            score += weights[bit] * idf[bit] * ((often * (k1 + 1)) / (often + k1 * (1 - b + (b * length) / this.averages[bit])));
          }
          if (fits) add(postings.docs[i], score);
        }
      });
    }

    /** Return what holds stems one after the other, in a field or in any. @param {string[]} stems @param {string | null} field */
    async adjacent(stems, field) {
      const distinct = [...new Set(stems)], found = await Promise.all(distinct.map((one) => this.stem(one)));
      const bit = field ? this.settings.text.indexOf(field) : -1;
      return Promise.all(this.generations.map(async (generation, g) => {
        const held = found.map((one) => one.every[g]);
        if (stems.length === 1) return held[0] ? this.scored(held[0], found[0].idf, bit) : NONE;
        if (held.includes(undefined)) return NONE;
        const positions = await Promise.all(distinct.map((stem, i) => generation.positions(stem, held[i])));
        const order = stems.map((stem) => distinct.indexOf(stem));
        return this.settings.text
          .map((/** @type {string} */ _, /** @type {number} */ one) => one)
          .filter((/** @type {number} */ one) => bit < 0 || bit === one)
          .map((/** @type {number} */ one) => {
            const fitting = together(order, held.map((postings, i) => places(postings, positions[i], one)));
            if (!fitting.size) return NONE;
            return only(order.map((i) => this.scored(held[i], found[i].idf, one)).reduce(both), (doc) => fitting.has(doc));
          })
          .reduce(either);
      }));
    }

    /** Return what fulfils a test, for each generation. @param {any} test @returns {Promise<Matches[]>} */
    async test(test) {
      const { type, stems = [], field = null } = test;
      if (type === "adjacent") return this.adjacent(stems, field);
      if (type === "any") return this.joined(stems.map((/** @type {string} */ stem) => this.adjacent([stem], field)), either);
      if (test.tests) return this.joined(test.tests.map((/** @type {any} */ one) => this.test(one)), type === "both" ? both : either);
      if (type === "named") {
        // Other names score only where the words do not hold.
        const words = await this.test(test.words), others = await this.test({ type: "either", tests: test.others });
        const more = this.without(others, words);
        return words.map((own, g) => either(own, more[g]));
      }
      return Promise.all(this.generations.map(async (generation) => {
        if (type === "during") return unscored(await during(generation, test));
        /** @type {Uint32Array[]} */
        const every = await Promise.all(test.values.map((/** @type {string} */ value) => generation.holding(test.facet, value)));
        return every.map(unscored).reduce(either, NONE);
      }));
    }

    /** Every document of each generation. @returns {Promise<Matches[]>} */
    async all() {
      return this.generations.map((one) => unscored(Uint32Array.from({ length: one.documents }, (_, i) => i)));
    }

    /** @param {Array<Promise<Matches[]>>} parts @param {(a: Matches, b: Matches) => Matches} how @returns {Promise<Matches[]>} */
    async joined(parts, how) {
      const every = await Promise.all(parts);
      return this.generations.map((_, g) => every.map((one) => one[g]).reduce(how));
    }

    /** Return the documents that fulfil a plan, for each generation. @param {any} plan @returns {Promise<Matches[]>} */
    async fulfil(plan) {
      if (plan.hopeless) return this.generations.map(() => NONE);
      const required = plan.required.map((/** @type {any[]} */ tests) => this.joined(tests.map((one) => this.test(one)), either));
      const wanted = await this.joined(required.length ? required : [this.all()], both);
      const unwanted = await Promise.all(plan.excluded.map((/** @type {any} */ one) => this.test(one)));
      return wanted.map((one, g) =>
        lacking(one, [...this.generations[g].gone, ...unwanted.flatMap((other) => [...other[g].docs])]));
    }

    /** Return the best documents: by rounded score, then the newer year, the newer generation, and as numbered. @param {Matches[]} found @param {number} limit @returns {Ranked[]} */
    ranked(found, limit) {
      const scale = 10 ** this.settings.decimals;
      const every = found.map(({ scores }) => scores.map((score) => Math.round(score * scale) / scale));
      const sorted = Float64Array.from(every.flatMap((scores) => [...scores])).sort();
      const least = sorted.at(-limit) ?? -Infinity;
      /** @type {Array<Ranked & {year: number}>} */
      const ranked = [];
      found.forEach(({ docs }, generation) => docs.forEach((document, i) => {
        const score = every[generation][i];
        if (score >= least) ranked.push({ generation, document, score, year: this.generations[generation].year(document) });
      }));
      ranked.sort((a, b) => b.score - a.score || b.year - a.year || b.generation - a.generation || a.document - b.document);
      return ranked.slice(0, limit);
    }

    /** Return the newest documents: by day, then the newer generation, and as numbered. @param {Matches[]} found @param {number} limit @returns {Promise<Ranked[]>} */
    async newest(found, limit) {
      /** @type {Map<number, Array<[number, number, number[]]>>} of each year the generations, which of their years, and what was found */
      const years = new Map();
      this.generations.forEach((one, g) => one.years.forEach((/** @type {number[]} */ [year], /** @type {number} */ at) => {
        const [begin, end] = one.span(at), docs = [...found[g].docs.filter((doc) => begin <= doc && doc < end)];
        if (docs.length) years.set(year, [...(years.get(year) || []), [g, at, docs]]);
      }));
      /** @type {Array<Ranked & {day: number}>} */
      const newest = [];
      for (const year of [...years.keys()].sort((a, b) => b - a)) {
        if (newest.length >= limit) break;
        const parts = await Promise.all((years.get(year) || []).map(async ([generation, at, docs]) => {
          const days = await this.generations[generation].days(at), [begin] = this.generations[generation].span(at);
          return docs.map((document) => ({ generation, document, score: 0, day: days[document - begin] }));
        }));
        newest.push(...parts.flat().sort((a, b) => b.day - a.day || b.generation - a.generation || a.document - b.document));
      }
      return newest.slice(0, limit);
    }

    /** Return what is in some documents and not in others, for each generation. @param {Matches[]} found @param {Matches[]} others */
    without(found, others) {
      return found.map((one, g) => lacking(one, others[g].docs));
    }

    /** Count the values of a facet among documents. @param {string} facet @param {Matches[]} found */
    async counts(facet, found) {
      /** @type {Map<string, number>} */
      const counts = new Map();
      await Promise.all(this.generations.map(async (generation, g) => {
        const held = new Uint8Array(generation.documents);
        for (const doc of found[g].docs) held[doc] = 1;
        for (const { value, docs } of await generation.values(facet)) {
          let count = counts.get(value) || 0;
          for (const doc of docs) count += held[doc];
          if (count) counts.set(value, count);
        }
      }));
      return counts;
    }
  };

  /** Return the documents between two days. @param {any} generation @param {{first: number, last: number}} test */
  async function during(generation, { first, last }) {
    const found = await Promise.all(generation.years.map(async (/** @type {number[]} */ [year], /** @type {number} */ at) => {
      const [begin, end] = generation.span(at), from = lastDay(year - 1) + 1, to = lastDay(year);
      if (to < first || last < from) return [];
      const every = Array.from({ length: end - begin }, (_, i) => begin + i);
      if (first <= from && to <= last) return every;
      /** @type {number[]} */
      const days = await generation.days(at);
      return every.filter((_, i) => first <= days[i] && days[i] <= last);
    }));
    return Uint32Array.from(found.flat());
  }

  /** Where a stem stands in one field, by document. @param {any} postings @param {Uint32Array[]} positions @param {number} field */
  function places(postings, positions, field) {
    /** @type {Map<number, Uint32Array>} */
    const found = new Map();
    let at = 0;
    postings.docs.forEach((/** @type {number} */ doc, /** @type {number} */ i) => {
      for (let mask = postings.masks[i], bit = 0; mask; mask >>= 1, bit++) {
        if (!(mask & 1)) continue;
        if (bit === field) found.set(doc, positions[at]);
        at++;
      }
    });
    return found;
  }

  /** Return the documents in which stems stand one after the other. @param {number[]} order @param {Array<Map<number, Uint32Array>>} held */
  function together(order, held) {
    /** @type {Set<number>} */
    const fitting = new Set();
    for (const [doc, starts] of held[order[0]]) {
      const sets = order.map((i) => new Set(held[i].get(doc)));
      if (starts.some((start) => sets.every((set, step) => set.has(start + step)))) fitting.add(doc);
    }
    return fitting;
  }
})();
