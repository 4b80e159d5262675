/* What a query's text means: the language of `language.py`, clause for clause. Any text is a query; nothing throws. */
var PracticeCommons = PracticeCommons || {};

/**
 * Clauses must all hold, each by one of its leaves, or by none where it is negated. `start` is where a leaf's text
 * stands in the query as read, which is in Unicode's composed form; `cut` says that some clauses were left out.
 * @typedef {{type: "words", text: string, start: number, field: string | null, quoted: boolean}} Words
 * @typedef {{type: "prefix", text: string, start: number, field: string | null}} Prefix
 * @typedef {{type: "condition", name: string, value: string}} Condition
 * @typedef {Words | Prefix | Condition} Leaf
 * @typedef {{either: Leaf[], negated: boolean}} Clause
 * @typedef {{text: string, clauses: Clause[], cut: boolean}} Expression
 */

PracticeCommons.parse = (function () {
  // Python's white space: the separators of files and records and NEL belong to it, the byte order mark does not.
  const SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const QUOTE = '"“”„«»';
  const SPACES = new RegExp(`[${SPACE}]+`, "y");
  const OUTER_SPACES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
  const OPERATOR = new RegExp(`(OR|AND|NOT)(?=[${SPACE}]|$)`, "y");
  const SIGN = new RegExp(`[-+](?=[^${SPACE}])`, "y");
  const VALUE = new RegExp(`[${QUOTE}]([^${QUOTE}]*)[${QUOTE}]?|[^${SPACE}${QUOTE}]+`, "y");

  /**
   * @param {string} query
   * @returns {Expression}
   */
  return function parse(query) {
    const settings = PracticeCommons.settings;
    // Of the fields of words a query names the title alone.
    const names = ["title", ...settings.facets, ...settings.spans];
    const field = new RegExp(`(${names.join("|")}):(?=[^${SPACE}])`, "iy");
    const text = query.normalize("NFC");
    /** @type {Clause[]} */
    const clauses = [];
    let negated = false, joined = false, here = 0, count = 0;

    /** @param {RegExp} pattern */
    function take(pattern) {
      pattern.lastIndex = here;
      const found = pattern.exec(text);
      if (found) here = pattern.lastIndex;
      return found;
    }

    for (;;) {
      take(SPACES);
      const operator = take(OPERATOR)?.[1];
      if (operator) {
        joined = operator === "OR";
        negated = operator === "NOT";
        continue;
      }
      negated = take(SIGN)?.[0] === "-" || negated;
      const named = take(field), found = take(VALUE);
      // Whatever is no space begins a value, so here the text has ended.
      if (!found) return { text, clauses, cut: false };
      const leaf = meaning(found, named && named[1].toLowerCase());
      if (!leaf) continue;
      if (++count > settings.clauses) return { text, clauses, cut: true };
      const last = clauses.at(-1);
      if (joined && last && !negated && !last.negated) last.either.push(leaf);
      else clauses.push({ either: [leaf], negated });
      negated = joined = false;
    }
  };

  /**
   * @param {RegExpExecArray} found
   * @param {string | null} field
   * @returns {Leaf | null} nothing for a condition without a value
   */
  function meaning({ 0: whole, 1: inside, index }, field) {
    const quoted = inside !== undefined, text = inside ?? whole;
    if (field && !PracticeCommons.settings.text.includes(field)) {
      const value = text.replace(OUTER_SPACES, "");
      return value ? { type: "condition", name: field, value } : null;
    }
    const start = index + +quoted;
    return !quoted && text.endsWith("*")
      ? { type: "prefix", text: text.replace(/\*+$/, ""), start, field }
      : { type: "words", text, start, field, quoted };
  }
})();
