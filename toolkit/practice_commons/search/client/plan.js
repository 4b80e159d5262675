/*
 * A query worked out: the stems, exact values and days to look for. What `plan.py`, `nearness.py`, `synonyms.py` and
 * `spelling.py` do, rule for rule, so that the browser and the command line find the same.
 */
var PracticeCommons = PracticeCommons || {};

/** What is left of a name when case, spaces and hyphens do not count. @param {string} text */
PracticeCommons.fold = (text) =>
  // Through capitals: what Python calls casefold.
  text.normalize("NFC").toUpperCase().toLowerCase().replaceAll("-", " ").trim().split(/\s+/).join("-");

/** The words of all generations as one. */
PracticeCommons.Lexicon = class {
  /** @param {any} index */
  constructor(index) {
    this.index = index;
    this.documents = index.present;
  }
  /** Return words as written that begin so, in order, with how many documents hold each. @param {string} prefix @returns {Promise<Array<[string, number]>>} */
  async beginning(prefix) {
    const found = new Map();
    for (const words of await Promise.all(this.index.generations.map((/** @type {any} */ one) => one.words(prefix))))
      for (const { word, documents } of words) found.set(word, (found.get(word) || 0) + documents);
    return [...found].sort((a, b) => PracticeCommons.compare(a[0], b[0]));
  }
  /** @param {string} word */
  async frequency(word) {
    return (await this.beginning(word)).reduce((sum, [one, held]) => (one === word ? sum + held : sum), 0);
  }
  /** Return the most used words that begin so. @param {string} prefix */
  async mostUsed(prefix) {
    const found = (await this.beginning(prefix)).slice(0, PracticeCommons.settings.lookedAt);
    return found.sort((a, b) => b[1] - a[1] || PracticeCommons.compare(a[0], b[0])).map(([word]) => word);
  }
  /** Return what a word may be a slip of: the nearest first, then the most used. @param {any} token @param {number} held */
  async spellings(token, held) {
    const length = [...token.word].length, edits = length > 30 ? 0 : +(length >= 4) + +(length >= 8);
    if (!edits) return [];
    const words = await this.beginning([...token.word][0]);
    return words
      .map(([word, used]) => ({ word, used, distance: distance(token.word, word, edits) }))
      .filter((one) => one.distance && one.distance <= edits && one.used >= Math.max(1, 5 * held))
      .filter((one) => PracticeCommons.stem(one.word) !== token.stem)
      .sort((a, b) => a.distance - b.distance || b.used - a.used || PracticeCommons.compare(a.word, b.word))
      .map((one) => one.word);

    /** Count edits; neighbours swapped are one, but then the only one. @param {string} one @param {string} other @param {number} most */
    function distance(one, other, most) {
      const a = [...one], b = [...other];
      if (Math.abs(a.length - b.length) > most) return most + 1;
      if (swapped(a, b)) return 1;
      let row = b.map((_, i) => i).concat(b.length);
      for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++)
          next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (Math.min(...next) > most) return most + 1;
        row = next;
      }
      return row[b.length];
    }
    /** @param {string[]} a @param {string[]} b */
    function swapped(a, b) {
      const at = a.findIndex((one, i) => one !== b[i]);
      return a.length === b.length && at > 0 && a[at] === b[at + 1] && a[at + 1] === b[at] &&
        a.every((one, i) => i === at || i === at + 1 || one === b[i]);
    }
  }
};

PracticeCommons.Planner = (function () {
  "use strict";
  /** @template T @param {T[]} values */
  const once = (values) => [...new Map(values.map((one) => [JSON.stringify(one), one])).values()];

  /** @param {string} name @param {string} value */
  function during(name, value) {
    const first = value.split("..")[0], dots = value.includes("..");
    const rest = dots ? value.slice(value.indexOf("..") + 2) : "";
    const from = first ? period(first) : null, to = rest ? period(rest) : null;
    if (!value || value === ".." || (first && !from) || (rest && !to) || (dots && name !== "date")) return null;
    const begin = from ? from[0] : -Infinity;
    const end = dots ? (to ? to[1] : Infinity) : from ? from[1] : Infinity;
    if (name === "since") return { type: "during", first: begin, last: Infinity };
    return { type: "during", first: name === "until" ? -Infinity : begin, last: end };
  }

  /** Return the first and last day of a year, a month or a day, as Python counts days. @param {string} text */
  function period(text) {
    const found = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/.exec(text.trim());
    if (!found || found[1] === "0000") return null;
    const year = +found[1], month = found[2] ? +found[2] : 0;
    /** @param {number} m @param {number} d */
    const day = (m, d) => {
      const date = new Date(0);
      date.setUTCFullYear(year, m - 1, d);
      return date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? Math.round(date.getTime() / 864e5) + 719163 : NaN;
    };
    const length = new Date(0);
    length.setUTCFullYear(year, month || 12, 0);
    const first = day(month || 1, found[3] ? +found[3] : 1);
    const last = day(month || 12, found[3] ? +found[3] : length.getUTCDate());
    return isNaN(first) || isNaN(last) ? null : [first, last];
  }

  return class Planner {
    /** @param {any} lexicon @param {string[][]} concepts @param {() => Promise<any>} labels @param {(part: number) => Promise<any>} known */
    constructor(lexicon, concepts, labels, known) {
      this.lexicon = lexicon;
      this.labels = labels;
      this.known = known;
      /** @type {Map<string, Map<string, string[]>>} each name as its stems, with the other names of what bears it */
      this.others = new Map();
      this.longest = 0;
      for (const concept of concepts) {
        const every = once(concept.map((/** @type {string} */ name) => stems(name)).filter((/** @type {string[]} */ one) => one.length));
        for (const one of every) {
          this.longest = Math.max(this.longest, one.length);
          const key = one.join(" "), others = this.others.get(key) || new Map();
          for (const other of every) if (other !== one) others.set(other.join(" "), other);
          this.others.set(key, others);
        }
      }
    }

    /** Return the words near a query's, by leaf, and the sentence that says so. @param {any} expression @param {boolean} complete */
    async near(expression, complete) {
      const found = new Map(), { lexicon } = this, { expansions, shortestPrefix } = PracticeCommons.settings;
      let mended = 0;
      for (const leaf of leaves(expression)) {
        const own = leaf.quoted ? [] : PracticeCommons.tokens(leaf.text);
        if (own.length !== 1) continue;
        const token = own[0], length = [...token.word].length;
        let words = [];
        if (mended < 4 && length >= 4 && length <= 30 &&
            (await lexicon.index.stem(token.stem)).most <= Math.floor(lexicon.documents / 5000)) {
          mended++;
          words = (await lexicon.spellings(token, await lexicon.frequency(token.word))).slice(0, 5);
        }
        if (complete && leaf.start + token.end === expression.text.length && length >= shortestPrefix)
          words.push(...(await lexicon.mostUsed(token.word)).slice(0, expansions)
            .filter((/** @type {string} */ word) => PracticeCommons.stem(word) !== token.stem));
        if (words.length) found.set(leaf, once(words));
      }
      const every = once([...found.values()].flat());
      const rest = every.length > 10 ? ` and ${every.length - 10} more` : "";
      return { words: found, note: `Also searched for: ${every.slice(0, 10).join(", ")}${rest}.` };
    }

    /** Return the query with its likely slips mended, or null where nothing better is known. @param {any} expression */
    async mended(expression) {
      const asked = [];
      for (const leaf of leaves(expression))
        for (const token of PracticeCommons.tokens(leaf.text))
          asked.push({ token, at: leaf.start + token.start, held: await this.lexicon.frequency(token.word) });
      asked.sort((a, b) => a.held - b.held || a.at - b.at);
      /** @type {Array<[number, number, string]>} */
      const changes = [];
      for (const { token, at, held } of asked.slice(0, 4)) {
        if (held * 5 > this.lexicon.documents) continue;
        const better = (await this.lexicon.spellings(token, held))[0];
        if (better) changes.push([at, at + token.end - token.start, better]);
      }
      let text = expression.text;
      for (const [from, to, better] of changes.sort((a, b) => b[0] - a[0])) text = text.slice(0, from) + better + text.slice(to);
      return changes.length ? text : null;
    }

    /** Return the plan for an expression; with `near`, for the words near it too; loosely, for any of its words. @param {any} expression @param {any[]} conditions @param {Map<any, string[]>} near @param {boolean} loosely */
    async plan(expression, conditions, near = new Map(), loosely = false) {
      const settings = PracticeCommons.settings;
      /** @type {any[][]} */
      const required = conditions.map((one) => [one]);
      /** @type {any[]} */
      const excluded = [];
      /** @type {any[]} */
      const loose = [];
      /** @type {Set<string>} */
      const notes = new Set();
      /** @type {string[]} */
      const dropped = [];
      let hopeless = false;
      const prefixes = expression.clauses.flatMap((/** @type {any} */ one) => one.either).filter((/** @type {any} */ one) => one.type === "prefix").length;
      const expansions = Math.min(settings.expansions, Math.floor(settings.allExpansions / Math.max(1, prefixes)));
      if (expression.cut) notes.add(`Only the first ${settings.clauses} words and conditions of the query were used.`);

      /** @param {string} text @param {string | null} field */
      const adjacent = (text, field) => {
        const found = stems(text);
        if (found.length) return { type: "adjacent", stems: found, field };
        dropped.push(...PracticeCommons.tokens(text, true).map((one) => one.word));
        return null;
      };
      /** @param {any} leaf */
      const words = (leaf) => {
        const found = adjacent(leaf.text, leaf.field), more = near.get(leaf);
        if (!found || !more) return found;
        return { type: "any", stems: once([...found.stems, ...more.map(PracticeCommons.stem)]), field: leaf.field };
      };
      /** @param {any} leaf */
      const prefix = async (leaf) => {
        const every = PracticeCommons.tokens(leaf.text, true), last = every[every.length - 1];
        if (!last) return null;
        const before = every.length > 1 ? adjacent(leaf.text.slice(0, last.start), leaf.field) : null;
        if ([...last.word].length < settings.shortestPrefix) {
          notes.add(`“${last.word}*” is too short: give at least ${settings.shortestPrefix} letters.`);
          return before;
        }
        /** @type {string[]} */
        const found = await this.lexicon.mostUsed(last.word);
        if (found.length > expansions) {
          const count = found.length < settings.lookedAt ? found.length : `More than ${settings.lookedAt}`;
          notes.add(`${count} words begin with “${last.word}”; the ${expansions} most used were searched for.`);
        }
        const any = { type: "any", stems: once(found.slice(0, expansions).flatMap(stems)), field: leaf.field };
        return before ? { type: "both", tests: [before, any] } : any;
      };
      /** @param {any} leaf */
      const condition = async ({ name, value }) => {
        if (settings.spans.includes(name)) {
          const days = during(name, value);
          if (!days) notes.add(`“${name}:${value}” is not a date. Give a year, a month or a day: 2008, 2008-03 or 2008-03-31.`);
          return days;
        }
        const values = await this.values(name, value);
        if (!values) notes.add(name === "council" ? `There is no council “${value}” in the register.` : `There is no ${name} “${value}”.`);
        return values && { type: "holds", facet: name, values };
      };
      /** @param {any} leaf */
      const test = (leaf) => (leaf.type === "condition" ? condition(leaf) : leaf.type === "prefix" ? prefix(leaf) : words(leaf));

      for (let here = 0, clauses = expression.clauses; here < clauses.length; ) {
        const [count, others] = this.name(clauses, here);
        if (others.length) {
          const own = clauses.slice(here, here + count).map((/** @type {any} */ one) => words(one.either[0])).filter(Boolean);
          const named = {
            type: "named",
            words: own.length === 1 ? own[0] : { type: "both", tests: own },
            others: others.map((one) => ({ type: "adjacent", stems: one, field: null })),
          };
          if (loosely) loose.push(named);
          else required.push([named]);
          here += count;
          continue;
        }
        for (const end = here + count; here < end; here++) {
          const clause = clauses[here], tests = [];
          for (const leaf of clause.either) tests.push(await test(leaf));
          const fit = tests.filter(Boolean);
          if (!fit.length && !clause.negated && clause.either.some((/** @type {any} */ one) => one.type === "condition")) hopeless = true;
          if (clause.negated) excluded.push(...fit);
          else if (loosely && clause.either.every(alone)) loose.push(...fit);
          else if (fit.length) required.push(fit);
        }
      }
      if (loose.length) required.push(once(loose));
      const asked = expression.text.trim() !== "";
      hopeless = hopeless || (asked && required.length === conditions.length && !excluded.length);
      if (hopeless && asked && !notes.size)
        notes.add(dropped.length ? `“${dropped.join(" ")}” is too common, or too short, to search for.` : "There is no word to search for in the query.");
      return {
        required: once(required),
        excluded: once(excluded),
        stems: new Set(required.flat().flatMap(sought)),
        notes: [...notes],
        hopeless,
        loose: loosely,
      };
    }

    /** Return the exact values that a facet's value stands for, or null. @param {string} name @param {string} value */
    async values(name, value) {
      if (name === "year") return /^(?!0000)[0-9]{4}$/.test(value.trim()) ? [value.trim()] : null;
      const key = PracticeCommons.fold(value), code = name === "council" && /^[a-z]\d{8}$/.test(key);
      const sum = [...key].reduce((sum, one) => sum + Number(one.codePointAt(0)), 0);
      const known = code ? (await this.labels()).codes : (await this.known(sum % PracticeCommons.settings.buckets))[name];
      return known && Object.hasOwn(known, key) ? known[key] : null;
    }

    /** Return how many clauses the longest name takes that begins here, and its bearers' other names. @param {any[]} clauses @param {number} from @returns {[number, string[][]]} */
    name(clauses, from) {
      /** @type {[number, string[][]]} */
      let found = [1, []];
      const own = [];
      for (let at = from; at < clauses.length; at++) {
        const { either, negated } = clauses[at], leaf = either[0];
        if (leaf.type !== "words" || leaf.field !== null || either.length > 1 || negated || (leaf.quoted && at > from)) break;
        const more = stems(leaf.text);
        own.push(...more);
        const others = more.length ? this.others.get(own.join(" ")) : undefined;
        if (others) found = [at - from + 1, [...others.values()]];
        if (leaf.quoted || !own.length || own.length >= this.longest) break;
      }
      return found;
    }
  };

  /** @param {string} text @returns {string[]} */
  function stems(text) {
    return PracticeCommons.tokens(text).map((one) => one.stem);
  }

  /** The words and phrases of a query that are not negated. @param {any} expression @returns {any[]} */
  function leaves(expression) {
    return expression.clauses.flatMap((/** @type {any} */ one) => (one.negated ? [] : one.either)).filter((/** @type {any} */ one) => one.type === "words");
  }

  /** Say whether a leaf is a word that stands by itself. @param {any} leaf */
  function alone(leaf) {
    return leaf.type !== "condition" && leaf.field === null && !leaf.quoted;
  }

  /** @param {any} test @returns {string[]} */
  function sought(test) {
    if (test.type === "both") return test.tests.flatMap(sought);
    if (test.type === "named") return [test.words, ...test.others].flatMap(sought);
    return test.stems || [];
  }
})();
