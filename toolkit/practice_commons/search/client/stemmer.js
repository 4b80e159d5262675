/*
 * Porter2 for English, as published at snowballstem.org and as Whoosh's `lang.porter2` understands it, to the letter:
 * the index was stemmed by that one, and a word stemmed otherwise would not be found in it.
 */
var PracticeCommons = PracticeCommons || {};

PracticeCommons.stem = (function () {
  /** @type {Record<string, string>} */
  const IRREGULAR = {
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
  };
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
  const LAST = /(?:al|[ae]nce|er|ic|[ai]ble|ant|(?:e?m)?ent|ism|ate|iti|ous|ive|ize|(?<=[st])ion)$/;
  // What of these goes where letters stand before it. Letters count whole, hence `u` here and below.
  const PLURAL = /(?<=ss)es$|(?<=..i)e[ds]$|(?<=ie)[ds]$|(?<=[aeiouy].*[^us])s$/u;
  /** @type {Record<string, RegExp>} */
  const BEHIND = { ogi: /logi$/, li: /[cdeghkmnrt]li$/ };

  /** @param {Record<string, string>} table */
  function endings(table) {
    return { pattern: new RegExp(`(?:${Object.keys(table).join("|")})$`), table };
  }

  /** The place behind the first consonant that follows a vowel. @param {string} word @param {number} from */
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
   * @param {number} from where an ending begins at least
   */
  function replaced(word, { pattern, table }, from) {
    return word.replace(pattern, (ending, at) =>
      at < from || BEHIND[ending]?.test(word) === false ? ending : table[ending]);
  }

  /**
   * The stem of a word in lower case, as `tokens` finds it: without apostrophes.
   * @param {string} word
   * @returns {string}
   */
  function stem(word) {
    if (/^.{0,2}$/u.test(word) || INVARIABLE.test(word)) return word;
    if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word];

    // From here to the end a capital Y is one that sounds as a consonant.
    word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const r1 = firstRegion(word), r2 = region(word, r1);
    word = word.replace(PLURAL, "");
    if (WITHOUT_PLURAL.test(word)) return word;
    word = withoutTense(word, r1).replace(/(?<=.[^aeiouy])[yY]$/u, "i");
    word = replaced(word, DERIVED, r1);
    word = replaced(word, SIMPLER, /ative$/.test(word) ? r2 : r1);
    word = word.replace(LAST, (ending, at) => (at < r2 ? ending : ""));
    return word
      .replace(/e$|(?<=l)l$/, (letter, at, word) =>
        at >= r2 || (letter === "e" && at >= r1 && !endsShort(word.slice(0, at))) ? "" : letter)
      .replace(/Y/g, "y");
  }

  return stem;
})();
