/* How text is taken apart: the same words, at the same places, with the same stems, as `words.py` finds them. */
var PracticeCommons = PracticeCommons || {};

/**
 * What the client has to know of the engine, written by it and never here.
 * @typedef {object} Settings
 * @property {number} clauses how many words, phrases and conditions of a query are looked at
 * @property {string[]} text the fields of words
 * @property {number} lengthy which of them documents are in order of
 * @property {number[]} lengths how many words each byte stands for
 * @property {string[]} facets the fields of exact values
 * @property {string[]} spans the fields of time
 * @property {number} shortest how many characters a word has at least, to be indexed
 * @property {number} longest and at most
 * @property {string[]} stop the words too common to be indexed
 * @property {number} expansions how many words one prefix stands for
 * @property {number} allExpansions and all prefixes of a query
 * @property {number} lookedAt how many words are looked at to find these
 * @property {number} buckets in how many parts the names of facets' values lie
 * @property {number} looked how many of the best results are looked at for one that the query is the title of
 * @property {number} few results with all the words below which some of them are enough
 * @property {string[]} some what is said of results with some of the words
 * @property {Record<string, Record<string, string>>} labels what readers see for kinds and outcomes
 * @property {number} shortestPrefix how many letters stand before an asterisk at least
 */
/** @type {Settings} */
PracticeCommons.settings;

/**
 * A word as written but in lower case, its stem, and where it stands: `text.slice(start, end)` is what was written.
 * @typedef {{word: string, stem: string, start: number, end: number}} Token
 */

PracticeCommons.tokens = (function () {
  // Python's `\w` holds letters, whatever counts, and the underscore. A mark that no letter took in ends a word.
  const WORD = /[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*/gu;

  /**
   * @param {string} text in Unicode's composed form
   * @param {boolean} [keep] also the words that are too common, too short or too long
   * @returns {Token[]}
   */
  return function tokens(text, keep) {
    const { shortest, longest, stop } = PracticeCommons.settings;
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const word = match[0].toLowerCase();
      // The engine's limits count characters, whatever number of units they take here.
      const length = [...word].length;
      if (keep || (shortest <= length && length <= longest && !stop.includes(word))) {
        const start = match.index;
        found.push({ word, stem: PracticeCommons.stem(word), start, end: start + match[0].length });
      }
    }
    return found;
  };
})();
