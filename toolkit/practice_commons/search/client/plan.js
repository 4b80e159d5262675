/*
 * A query worked out: the stems, exact values and days to look for. What `plan.py`, `nearness.py`, `synonyms.py` and
 * `spelling.py` do, rule for rule, so that the browser and the command line find the same.
 */
var PracticeCommons = PracticeCommons || {};

/** What is left of a text when case and space do not count. @param {string} text */
PracticeCommons.fold = (text) =>
  // Through capitals: what Python calls casefold.
  text.normalize("NFC").toUpperCase().toLowerCase().replace(/\s+/g, " ").trim();

PracticeCommons.planner = (function () {
  const { compare, fold, stem, tokens } = PracticeCommons;

  /** @template T @param {T[]} values */
  const once = (values) => [...new Map(values.map((one) => [JSON.stringify(one), one])).values()];

  /** @param {string} name @param {string} value */
  function during(name, value) {
    const ends = value.split(".."), from = period(ends[0]), to = period(ends[ends.length - 1]);
    if (!from || !to || value === ".." || ends.length > (name === "date" ? 2 : 1)) return null;
    return { type: "during", first: name === "until" ? -Infinity : from[0], last: name === "since" ? Infinity : to[1] };
  }

  /** Return the first and last day of a year, a month or a day, as Python counts days; of nothing, all. @param {string} text */
  function period(text) {
    if (!text) return [-Infinity, Infinity];
    const found = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/.exec(text.trim());
    if (!found) return null;
    const [year, month, day] = found.slice(1).map((part = "1") => +part);
    /** @param {number} month @param {number} day */
    const number = (month, day) => new Date(0).setUTCFullYear(year, month - 1, day) / 864e5 + 719163;
    const first = number(month, day), last = number(found[2] ? month + 1 : 13, 0);
    const real = year && month && month < 13 && day && first <= number(month + 1, 0);
    return real ? [first, found[3] ? first : last] : null;
  }

  /** Return what has to hold with another. @param {any[]} given some of which may be nothing */
  const both = (...given) => {
    const tests = given.filter(Boolean);
    return tests.length > 1 ? { type: "both", tests } : tests[0];
  };

  /** @param {any} index @param {string[][]} concepts @param {any} lists what knows the facets' values, and what readers see for them */
  return function planner(index, concepts, lists) {
    /** @type {Map<string, string[][]>} each name as its stems, with the other names of what bears it */
    const bearers = new Map();
    let longest = 0;
    for (const concept of concepts) {
      const every = once(concept.map((name) => stems(name)).filter((one) => one.length));
      for (const one of every) {
        const key = one.join(" "), others = every.filter((other) => other !== one);
        bearers.set(key, once([...(bearers.get(key) || []), ...others]));
        longest = Math.max(longest, one.length);
      }
    }
    return { near, mended, plan, values };

    /** Return the words near a query's, by leaf, and the sentence that says so. @param {any} expression @param {boolean} [complete] */
    async function near(expression, complete) {
      const found = new Map(), { expansions, shortestPrefix } = PracticeCommons.settings;
      let mended = 0;
      for (const leaf of leaves(expression)) {
        const [token, more] = leaf.quoted ? [] : tokens(leaf.text);
        if (!token || more) continue;
        const { word } = token;
        /** @type {string[]} */
        let words = [];
        if (mended < 4 && slips(word) && (await index.stem(token.stem)).most <= index.present / 5000) {
          mended++;
          words = (await spellings(index, token, await frequency(index, word))).slice(0, 5);
        }
        if (complete && leaf.start + token.end === expression.text.length && [...word].length >= shortestPrefix)
          words.push(...(await mostUsed(index, word)).slice(0, expansions)
            .filter((one) => stem(one) !== token.stem));
        if (words.length) found.set(leaf, once(words));
      }
      const every = once([...found.values()].flat());
      const rest = every.length > 10 ? ` and ${every.length - 10} more` : "";
      return { words: found, note: `Also searched for: ${every.slice(0, 10).join(", ")}${rest}.` };
    }

    /** Return the query with its likely slips mended, or null where nothing better is known. @param {any} expression */
    async function mended(expression) {
      const asked = [];
      for (const leaf of leaves(expression))
        for (const token of tokens(leaf.text))
          asked.push({ token, at: leaf.start + token.start, held: await frequency(index, token.word) });
      let { text } = expression;
      // The rarest may be slips; from the last on, so that the places of those before it stay.
      for (const { token, at, held } of asked.sort((a, b) => a.held - b.held).slice(0, 4).sort((a, b) => b.at - a.at)) {
        const [better] = held * 5 > index.present ? [] : await spellings(index, token, held);
        if (better) text = text.slice(0, at) + better + text.slice(at + token.end - token.start);
      }
      return text === expression.text ? null : text;
    }

    /** Return the plan for an expression; with `near`, for the words near it too; loosely, for any of its words. @param {any} expression @param {any[]} conditions @param {Map<any, string[]>} near @param {boolean} loosely */
    async function plan(expression, conditions, near = new Map(), loosely = false) {
      const { settings } = PracticeCommons, { clauses } = expression;
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
      const prefixes = clauses.flatMap((/** @type {any} */ one) => one.either).filter((/** @type {any} */ one) => one.type === "prefix").length;
      const expansions = Math.min(settings.expansions, Math.floor(settings.allExpansions / prefixes));
      if (expression.cut) notes.add(`Only the first ${settings.clauses} words and conditions of the query were used.`);

      /** @param {string} text @param {string | null} field */
      const adjacent = (text, field) => {
        const found = stems(text);
        if (found.length) return { type: "adjacent", stems: found, field };
        dropped.push(...tokens(text, true).map((one) => one.word));
        return null;
      };
      /** @param {any} leaf */
      const words = (leaf) => {
        const found = adjacent(leaf.text, leaf.field), more = near.get(leaf);
        return found && more ? { ...found, type: "any", stems: once([...found.stems, ...more.map(stem)]) } : found;
      };
      /** @param {any} leaf */
      const prefix = async ({ text, field }) => {
        const every = tokens(text, true), last = every.pop();
        if (!last) return null;
        const { word, start } = last, before = every.length && adjacent(text.slice(0, start), field);
        if ([...word].length < settings.shortestPrefix) {
          notes.add(`“${word}*” is too short: give at least ${settings.shortestPrefix} letters.`);
          return before;
        }
        const found = await mostUsed(index, word);
        if (found.length > expansions) {
          const count = found.length < settings.lookedAt ? found.length : `More than ${settings.lookedAt}`;
          notes.add(`${count} words begin with “${word}”; the ${expansions} most used were searched for.`);
        }
        return both(before, { type: "any", stems: once(found.slice(0, expansions).flatMap(stems)), field });
      };
      /** @param {any} leaf */
      const condition = async ({ name, value }) => {
        if (settings.spans.includes(name)) {
          const days = during(name, value);
          if (!days) notes.add(`“${name}:${value}” is not a date. Give a year, a month or a day: 2008, 2008-03 or 2008-03-31.`);
          return days;
        }
        const every = await values(name, value);
        if (!every) notes.add(`There is no ${name} “${value}”${name === "council" ? " in the register" : ""}.`);
        return every && { type: "holds", facet: name, values: every };
      };
      /** @param {any} leaf */
      const test = (leaf) => (leaf.type === "condition" ? condition(leaf) : leaf.type === "prefix" ? prefix(leaf) : words(leaf));
      /** Want one of some tests, which count only if nothing else does. @param {any[]} tests @param {boolean} may be let go */
      const want = (tests, may) => {
        if (loosely && may) loose.push(...tests);
        else if (tests.length) required.push(tests);
      };

      for (let here = 0; here < clauses.length; ) {
        const [count, others] = name(clauses, here), taken = clauses.slice(here, (here += count));
        if (others.length) {
          const own = both(...taken.map((/** @type {any} */ one) => words(one.either[0])));
          want([{ type: "named", words: own, others: others.map((stems) => ({ type: "adjacent", stems, field: null })) }], true);
        } else
          for (const { either, negated } of taken) {
            const tests = [];
            for (const leaf of either) tests.push(await test(leaf));
            const fit = tests.filter(Boolean);
            if (negated) excluded.push(...fit);
            else want(fit, either.every(alone));
            if (!fit.length && !negated && either.some((/** @type {any} */ one) => one.type === "condition")) hopeless = true;
          }
      }
      if (loose.length) required.push(once(loose));
      hopeless ||= expression.text.trim() && required.length === conditions.length && !excluded.length;
      if (hopeless && !notes.size)
        notes.add(dropped.length ? `“${dropped.join(" ")}” is too common, or too short, to search for.` : "There is no word to search for in the query.");
      return {
        required: once(required),
        excluded: once(excluded),
        stems: new Set(required.flat().flatMap(sought)),
        notes: [...notes],
        hopeless,
      };
    }

    /** Return the exact values that a facet's value stands for, or null. @param {string} name @param {string} value */
    async function values(name, value) {
      if (name === "year") return /^(?!0000)\d{4}$/.exec(value.trim());
      const key = fold(value.replaceAll("-", " ")).replaceAll(" ", "-");
      const sum = [...key].reduce((sum, one) => sum + /** @type {number} */ (one.codePointAt(0)), 0);
      const known = name === "council" && /^[a-z]\d{8}$/.test(key)
        ? (await lists.labels()).codes
        : (await lists.known(sum % PracticeCommons.settings.buckets))[name];
      return known && Object.hasOwn(known, key) ? known[key] : null;
    }

    /** Return how many clauses the longest name takes that begins here, and its bearers' other names. @param {any[]} clauses @param {number} from @returns {[number, string[][]]} */
    function name(clauses, from) {
      /** @type {[number, string[][]]} */
      let found = [1, []];
      const own = [];
      for (let at = from; at < clauses.length; at++) {
        const { either, negated } = clauses[at], [leaf, other] = either;
        if (leaf.type !== "words" || leaf.field !== null || other || negated || (leaf.quoted && at > from)) break;
        const more = stems(leaf.text);
        own.push(...more);
        const others = more.length && bearers.get(own.join(" "));
        if (others) found = [at - from + 1, others];
        if (leaf.quoted || !own.length || own.length >= longest) break;
      }
      return found;
    }
  };

  /** Return the words of all generations that begin so, in order, with how many documents hold each. @param {any} index @param {string} prefix @returns {Promise<Array<[string, number]>>} */
  async function beginning({ generations }, prefix) {
    const found = new Map();
    for (const words of await Promise.all(generations.map((/** @type {any} */ one) => one.words(prefix))))
      for (const { word, documents } of words) found.set(word, (found.get(word) || 0) + documents);
    return [...found].sort((a, b) => compare(a[0], b[0]));
  }

  /** @param {any} index @param {string} word @returns {Promise<number>} */
  async function frequency(index, word) {
    return new Map(await beginning(index, word)).get(word) || 0;
  }

  /** Return the most used words that begin so. @param {any} index @param {string} prefix */
  async function mostUsed(index, prefix) {
    const found = (await beginning(index, prefix)).slice(0, PracticeCommons.settings.lookedAt);
    return found.sort((a, b) => b[1] - a[1]).map(([word]) => word);
  }

  /** Return how many slips a word may have. @param {string} word */
  function slips(word) {
    const { length } = [...word];
    return length > 30 ? 0 : length > 7 ? 2 : +(length > 3);
  }

  /** Return what a word may be a slip of: the nearest first, then the most used. @param {any} index @param {Token} token @param {number} held */
  async function spellings(index, token, held) {
    const most = slips(token.word);
    return (most ? await beginning(index, [...token.word][0]) : [])
      .map(([word, used]) => ({ word, used, distance: distance(token.word, word, most) }))
      .filter(({ word, used, distance }) => distance <= most && used >= 5 * held && stem(word) !== token.stem)
      .sort((a, b) => a.distance - b.distance || b.used - a.used)
      .map((one) => one.word);
  }

  /** Count edits; neighbours swapped are one, but then the only one. @param {string} one @param {string} other @param {number} most */
  function distance(one, other, most) {
    const a = [...one], b = [...other], at = a.findIndex((letter, i) => letter !== b[i]);
    if (Math.abs(a.length - b.length) > most) return Infinity;
    if ([...b.slice(0, at), b[at + 1], b[at], ...b.slice(at + 2)].join("") === one) return 1;
    let row = [...b.keys(), b.length];
    for (const letter of a) {
      const next = [row[0] + 1];
      b.forEach((other, i) => next.push(Math.min(row[i + 1] + 1, next[i] + 1, row[i] + +(letter !== other))));
      row = next;
    }
    return row[b.length];
  }

  /** @param {string} text @returns {string[]} */
  function stems(text) {
    return tokens(text).map((one) => one.stem);
  }

  /** The words and phrases of a query that are not negated. @param {any} expression @returns {any[]} */
  function leaves({ clauses }) {
    return clauses.flatMap((/** @type {any} */ one) => (one.negated ? [] : one.either)).filter((/** @type {any} */ one) => one.type === "words");
  }

  /** Say whether a leaf is a word that stands by itself; a condition has no field at all. @param {any} leaf */
  function alone({ field, quoted }) {
    return field === null && !quoted;
  }

  /** The stems that a test looks for. @param {any} test @returns {string[]} */
  function sought({ stems = [], words = [], tests = [], others = [] }) {
    return [...stems, ...[words, tests, others].flat().flatMap(sought)];
  }
})();
