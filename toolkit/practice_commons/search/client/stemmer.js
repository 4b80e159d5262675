/*
 * Porter2 for English, as published at snowballstem.org and as Whoosh's `lang.porter2` understands it, to the letter:
 * the index was stemmed by that one, and a word stemmed otherwise would not be found in it.
 */
var PracticeCommons = PracticeCommons || {};

PracticeCommons.stem = (function () {
  "use strict";

  const IRREGULAR = new Map(
    Object.entries({
      skis: "ski",
      skies: "sky",
      dying: "die",
      lying: "lie",
      tying: "tie",
      idly: "idl",
      gently: "gentl",
      ugly: "ugli",
      early: "earli",
      only: "onli",
      singly: "singl",
    })
  );
  const INVARIABLE = /^(?:sky|news|howe|atlas|cosmos|bias|andes)$/;
  const WITHOUT_PLURAL = /^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/;

  // Endings stand at the end of the word, so the alternative that begins first is the longest, as the algorithm wants.
  const DERIVED = endings({
    ization: "ize",
    ational: "ate",
    fulness: "ful",
    ousness: "ous",
    iveness: "ive",
    tional: "tion",
    biliti: "ble",
    lessli: "less",
    entli: "ent",
    ation: "ate",
    alism: "al",
    aliti: "al",
    ousli: "ous",
    iviti: "ive",
    fulli: "ful",
    enci: "ence",
    anci: "ance",
    abli: "able",
    izer: "ize",
    ator: "ate",
    alli: "al",
    bli: "ble",
    ogi: "og",
    li: "",
  });
  const SIMPLER = endings({
    ational: "ate",
    tional: "tion",
    alize: "al",
    icate: "ic",
    iciti: "ic",
    ative: "",
    ical: "ic",
    ness: "",
    ful: "",
  });
  const LAST = /(?:al|[ae]nce|er|ic|[ai]ble|ant|(?:e?m)?ent|ism|ate|iti|ous|ive|ize|([st])ion)$/;

  /** @param {Record<string, string>} table */
  function endings(table) {
    return { pattern: new RegExp("(?:" + Object.keys(table).join("|") + ")$"), table };
  }

  /**
   * The place behind the first consonant that follows a vowel. Letters count whole, hence `u` here and below.
   * @param {string} word
   * @param {number} from
   */
  function region(word, from) {
    const found = /^[^aeiouy]*[aeiouy]+[^aeiouy]/u.exec(word.slice(from));
    return found ? from + found[0].length : word.length;
  }

  /** @param {string} word */
  function firstRegion(word) {
    const found = /^(?:gener|arsen|commun)/.exec(word);
    return found ? found[0].length : region(word, 0);
  }

  /** @param {string} word */
  function endsShort(word) {
    return /^[aeiouy][^aeiouy]$|[^aeiouy][aeiouy][^aeiouywxY]$/u.test(word);
  }

  /** @param {string} word */
  function withoutPlural(word) {
    if (/sses$/.test(word)) return word.slice(0, -2);
    if (/ie[ds]$/.test(word)) return word.slice(0, /..ie[ds]$/u.test(word) ? -2 : -1);
    const rest = word.slice(0, -1);
    return /[^us]s$/.test(word) && /[aeiouy]./.test(rest) ? rest : word;
  }

  /**
   * @param {string} word
   * @param {number} r1
   */
  function withoutTense(word, r1) {
    const found = /(eed|ed|ing)(?:ly)?$/.exec(word);
    if (!found) return word;
    const rest = word.slice(0, found.index);
    if (found[1] === "eed") return rest.length < r1 ? word : rest + "ee";
    if (!/[aeiouy]/.test(rest)) return word;
    if (/(?:at|bl|iz)$/.test(rest)) return rest + "e";
    if (/([bdfgmnprt])\1$/.test(rest)) return rest.slice(0, -1);
    return endsShort(rest) && firstRegion(rest) === rest.length ? rest + "e" : rest;
  }

  /**
   * @param {string} word
   * @param {{pattern: RegExp, table: Record<string, string>}} endings
   * @param {(ending: string, rest: string) => boolean} allowed
   */
  function replaced(word, endings, allowed) {
    const found = endings.pattern.exec(word);
    if (!found) return word;
    const rest = word.slice(0, found.index);
    return allowed(found[0], rest) ? rest + endings.table[found[0]] : word;
  }

  /**
   * @param {string} word
   * @param {number} r2
   */
  function withoutLast(word, r2) {
    const found = LAST.exec(word);
    const end = found ? found.index + (found[1] ? 1 : 0) : -1;
    return found && end >= r2 ? word.slice(0, end) : word;
  }

  /**
   * @param {string} word
   * @param {number} r1
   * @param {number} r2
   */
  function withoutLetter(word, r1, r2) {
    const rest = word.slice(0, -1);
    const goes = rest.length >= r2 ? /(?:ll|e)$/.test(word) : /e$/.test(word) && rest.length >= r1 && !endsShort(rest);
    return goes ? rest : word;
  }

  /**
   * The stem of a word in lower case, as `tokens` finds it: without apostrophes.
   * @param {string} word
   * @returns {string}
   */
  function stem(word) {
    if (/^.{0,2}$/u.test(word) || INVARIABLE.test(word)) return word;
    const known = IRREGULAR.get(word);
    if (known !== undefined) return known;

    // From here to the end a capital Y is one that sounds as a consonant.
    word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const r1 = firstRegion(word), r2 = region(word, r1);
    word = withoutPlural(word);
    if (WITHOUT_PLURAL.test(word)) return word;
    word = withoutTense(word, r1).replace(/(.[^aeiouy])[yY]$/u, "$1i");
    word = replaced(word, DERIVED, (ending, rest) => {
      if (rest.length < r1) return false;
      return ending === "ogi" ? /l$/.test(rest) : ending !== "li" || /[cdeghkmnrt]$/.test(rest);
    });
    word = replaced(word, SIMPLER, (ending, rest) => rest.length >= (ending === "ative" ? Math.max(r1, r2) : r1));
    word = withoutLast(word, r2);
    return withoutLetter(word, r1, r2).replace(/Y/g, "y");
  }

  return stem;
})();
