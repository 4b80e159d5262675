/* The piece of a contribution to show: around the words that were looked for, as `passages.py` finds it. */
var PracticeCommons = PracticeCommons || {};

/**
 * Return the best passage of some texts, in pieces, each with whether it is a word looked for. The most different words
 * are best, then the first text that has so many, then the earliest place.
 */
PracticeCommons.passage = (function () {
  const LENGTH = 200, MARGIN = 40, FARTHEST = 60000;

  /** @param {string[]} texts @param {Set<string>} stems @returns {Array<[string, boolean]>} */
  return function passage(texts, stems) {
    let best = "", place = 0, score = -1;
    /** @type {Token[]} */
    let marks = [];
    for (const raw of texts) {
      const text = raw.slice(0, FARTHEST).normalize("NFC").replace(/\s+/g, " ").trim();
      const found = stems.size ? PracticeCommons.tokens(text).filter((one) => stems.has(one.stem)) : [];
      const [start, count] = densest(found);
      if (count > score) [best, place, score, marks] = [text, start, count, found];
    }
    return cut(best, place, marks);
  };

  /** Return where the window with the most different words begins, and how many they are. @param {Token[]} found */
  function densest(found) {
    let best = 0, most = 0, all = 0;
    found.forEach(({ start }, first) => {
      const inside = new Set();
      let last = first;
      for (; last < found.length && found[last].end - start <= LENGTH - MARGIN; last++) inside.add(found[last].stem);
      if (inside.size > most || (inside.size === most && last - first > all))
        [best, most, all] = [start, inside.size, last - first];
    });
    return [best, most];
  }

  /** Cut a passage between words, with an ellipsis where text is left out. @param {string} text @param {number} place @param {Token[]} marks */
  function cut(text, place, marks) {
    let start = Math.max(0, Math.min(place - MARGIN, text.length - LENGTH));
    if (start) start += text.slice(start, place).indexOf(" ") + 1;
    let end = Math.min(text.length, start + LENGTH);
    const last = text.lastIndexOf(" ", end - 1);
    if (end < text.length && last > Math.max(start, place)) end = last;
    /** @type {Array<[string, boolean]>} */
    const pieces = [[start ? "…" : "", false]];
    let here = start;
    for (const mark of marks)
      if (mark.start >= start && mark.end <= end) {
        pieces.push([text.slice(here, mark.start), false], [text.slice(mark.start, mark.end), true]);
        here = mark.end;
      }
    pieces.push([text.slice(here, end), false], [end < text.length ? "…" : "", false]);
    return pieces;
  }
})();
