/* Shards: the pieces of the index, run as classic scripts (so that a folder on a stick works too) and taken apart. */
var PracticeCommons = PracticeCommons || {};

/** Called by every script that `run` fetches, with what it has to say. @param {any} data */
globalThis.commons = (data) => {
  /** @type {any} */
  const script = document.currentScript;
  if (script) script.said = data;
};

/**
 * Run a script and return what it says.
 * @param {string} address
 * @returns {Promise<any>}
 */
PracticeCommons.run = (address) =>
  new Promise((done, failed) => {
    /** @type {any} */
    const script = document.createElement("script");
    script.onload = script.onerror = () => {
      script.remove();
      if (script.said === undefined) failed(new Error(`cannot read ${address}`));
      else done(script.said);
    };
    script.src = address;
    document.head.append(script);
  });

/** Order as Python orders texts: by code points, not by UTF-16. @param {string} one @param {string} other */
PracticeCommons.compare = (one, other) => {
  let i = 0;
  while (i < one.length && one[i] === other[i]) i++;
  return (one.codePointAt(i) ?? -1) - (other.codePointAt(i) ?? -1);
};

/** Reads what `encoding.py` wrote. */
PracticeCommons.Bytes = class {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.at = 0;
  }
  number() {
    let value = 0, scale = 1, byte;
    do {
      byte = this.data[this.at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }
  /** @param {number} size */
  take(size) {
    this.at += size;
    return this.data.subarray(this.at - size, this.at);
  }
  /** @param {number} count */
  gaps(count) {
    const found = new Uint32Array(count);
    for (let i = 0, last = -1; i < count; i++) found[i] = last += this.number() + 1;
    return found;
  }
  keys() {
    const decoder = new TextDecoder(), found = [];
    let before = new Uint8Array(0);
    for (let left = this.number(); left > 0; left--) {
      const shared = this.number(), rest = this.take(this.number());
      const key = new Uint8Array(shared + rest.length);
      key.set(before.subarray(0, shared));
      key.set(rest, shared);
      found.push(decoder.decode(key));
      before = key;
    }
    return found;
  }
};

/** Reads what `packing.py` wrote: bits, the highest of a byte first. */
PracticeCommons.Bits = class {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.at = 0;
  }
  bit() {
    return (this.data[this.at >> 3] >> (7 - (this.at++ & 7))) & 1;
  }
  /** @param {number} width */
  take(width) {
    let value = 0;
    for (; width > 0; width--) value = value * 2 + this.bit();
    return value;
  }
  /** Count the zeros before the next one. */
  zeros() {
    let count = 0;
    for (const end = this.data.length * 8; this.at < end && !this.bit(); ) count++;
    return count;
  }
  /** Read a number in truncated binary. @param {number} bound */
  below(bound) {
    const width = 31 - Math.clz32(bound), short = (2 << width) - bound, value = this.take(width);
    return value < short ? value : value * 2 + this.bit() - short;
  }
};

/** Return the last day of a year, as Python counts days. @param {number} year */
PracticeCommons.lastDay = (year) => new Date(0).setUTCFullYear(year, 11, 31) / 864e5 + 719163;

/** One generation of the index: its facts, and its shards, each fetched once. */
PracticeCommons.Generation = (function () {
  const { Bits, Bytes, compare, lastDay } = PracticeCommons, NOTHING = new Uint8Array(0);

  /**
   * Where a stem stands: its documents, the fields of each as bits, and for each field how often and how long.
   * @typedef {{docs: Uint32Array, masks: Uint8Array, counts: Uint32Array, lengths: Uint8Array}} Postings
   */

  /**
   * Unpack a shard: how many characters of bits there are, and whether a byte is too many; these; then two deflated bytes
   * to a character, of which each of 2,048 has a bit that says whether it is 2,048 higher.
   * What is `known` comes before it, as a block of deflate that is not packed, and a check sum of both after it.
   * @param {string} said @param {Uint8Array<ArrayBuffer>} known
   */
  async function inflated(said, known) {
    const size = known.length, first = said.charCodeAt(0) - 256;
    let bit = 0;
    const units = Uint16Array.from(said.slice(1 + (first >> 1)), (one) => {
      const unit = one.charCodeAt(0);
      return unit >> 11 === 26 ? unit | (said.charCodeAt(1 + bit / 14) >> bit++ % 14 << 11 & 2048) : unit;
    });
    const head = Uint8Array.of(120, 156, 0, size, size >> 8, ~size, ~size >> 8);
    const packed = new Blob([head, known, new Uint8Array(units.buffer, 0, units.length * 2 - (first & 1))]);
    const stream = packed.stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer(), size);
  }

  /** @param {Uint8Array} data */
  const json = (data) => JSON.parse(new TextDecoder().decode(data));

  /** Take stems apart; `long` has the length of each document's text. @param {Uint8Array} data @param {Uint8Array} long @returns {Map<string, Postings>} */
  function columns(data, long) {
    const bytes = new Bytes(data), keys = bytes.keys(), columns = [], { lengthy } = PracticeCommons.settings;
    while (bytes.at < data.length) columns.push(new Bytes(bytes.take(bytes.number())));
    const [held, widths, high, low, masks, ...each] = columns; // of each field, how often and how long
    const highs = new Bits(high.data), lows = new Bits(low.data);
    return new Map(keys.map((key, i) => {
      const own = masks.take(held.number()), width = widths.data[i];
      /** @type {number[]} */
      const counts = [];
      /** @type {number[]} */
      const lengths = [];
      let last = -1;
      const docs = Uint32Array.from(own, (mask) => {
        last += highs.zeros() * 2 ** width + lows.take(width) + 1;
        for (let bit = 0; mask; mask >>= 1, bit++) {
          if (!(mask & 1)) continue;
          const at = 2 * bit - Number(bit > lengthy);
          counts.push(each[at].number());
          lengths.push(bit === lengthy ? long[last] : each[at + 1].take(1)[0]);
        }
        return last;
      });
      return [key, { docs, masks: own, counts: Uint32Array.from(counts), lengths: Uint8Array.from(lengths) }];
    }));
  }

  /** @param {Uint8Array} data @returns {Map<string, Uint8Array>} */
  function blocks(data) {
    const bytes = new Bytes(data), keys = bytes.keys();
    const sizes = keys.map(() => bytes.number());
    return new Map(keys.map((key, i) => [key, bytes.take(sizes[i])]));
  }

  /** Take summaries and texts apart, as `wording.py` puts them together; few are asked for. @param {Uint8Array} data @param {string[]} words */
  function texts(data, words) {
    const bytes = new Bytes(data), decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const counts = Array.from({ length: bytes.number() }, () => bytes.number());
    const classes = bytes.take(bytes.number()), rest = bytes.take(bytes.number()), full = data.subarray(bytes.at);
    return (/** @type {number} */ place) => [0, 1].map((which) => {
      const bits = new Bits(rest), others = new Bytes(full), at = 2 * place + which;
      const first = counts.slice(0, at).reduce((sum, one) => sum + one, 0), last = first + counts[at];
      let text = "";
      classes.subarray(0, last).forEach((one, at) => {
        const width = one < 128 ? 0 : one - 121, said = one ? null : others.take(others.number());
        if (at < first) return void (bits.at += width);
        const piece = said ? decoder.decode(said) : words[(width ? 2 ** width + bits.take(width) : one) - 1];
        const before = text.slice(-1), joint = /[\w\u00c0-\u024f]{2}/.test(before + piece[0]) ? " " : "";
        text = before === "\0" ? text.slice(0, -1) + piece[0].toUpperCase() + piece.slice(1) : text + joint + piece;
      });
      return text;
    });
  }

  return class {
    /** @param {string} folder its address, with a slash at the end @param {{gone: number[], totals: number[]}} said */
    constructor(folder, { gone, totals }) {
      this.folder = folder;
      this.gone = new Set(gone);
      this.totals = totals;
      this.documents = this.cards = 0;
      this.dictionary = false;
      /** @type {number[][]} each year, the newest first, with its first document */
      this.years = [];
      /** @type {number[]} how much more each length is than the last, and how many documents have it */
      this.lengths = [];
      /** @type {Object<string, string[]>} */
      this.first = {};
      /** @type {Map<string, Promise<any>>} */
      this.held = new Map();
    }
    async open() {
      Object.assign(this, await this.shard("index", json));
      this.long = new Uint8Array(this.documents);
      for (let i = 0, at = 0, length = 0; i < this.lengths.length; i += 2) {
        length = (length + this.lengths[i]) & 255;
        this.long.fill(length, at, (at += this.lengths[i + 1]));
      }
      this.known().catch(() => {}); // told to whoever asks
      return this;
    }
    /** Return what is known before a card is read. @returns {Promise<Uint8Array<ArrayBuffer>>} */
    async known() {
      return this.dictionary ? this.shard("k", (data) => data) : NOTHING;
    }
    /** Return where the shards of positions begin, `p`, and those of texts, `x`. @returns {Promise<{p: string[], x: number[]}>} */
    async more() {
      const found = await this.shard("more", json);
      this.first.p = found.p;
      return found;
    }
    /** @template T @param {string} name @param {(data: Uint8Array<ArrayBuffer>) => T} apart @param {Promise<Uint8Array<ArrayBuffer>> | null} known @returns {Promise<T>} */
    shard(name, apart, known = null) {
      const held = this.held.get(name);
      if (held) return held;
      const found = Promise.all([PracticeCommons.run(`${this.folder}${name}.js`), known || NOTHING])
        .then(([said, before]) => inflated(said, before)).then(apart);
      this.held.set(name, found);
      return found;
    }
    /** Return the shard of a space that holds a key if any does. @param {string} space @param {string} key */
    at(space, key) {
      const first = this.first[space];
      let low = 0, high = first.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(first[middle], key) <= 0) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }
    /** @param {string} space @param {string} key @param {(data: Uint8Array) => Map<string, any>} apart */
    async look(space, key, apart) {
      const at = this.at(space, key);
      return at < 0 ? undefined : (await this.shard(space + at, apart)).get(key);
    }
    /** @param {string} stem @returns {Promise<Postings | undefined>} */
    postings(stem) {
      const space = this.first.u[this.at("u", stem)] === stem ? "u" : "t";
      return this.look(space, stem, (data) => columns(data, /** @type {Uint8Array} */ (this.long)));
    }
    /** Return a stem's positions, for each of its documents and fields. @param {string} stem @param {Postings} held */
    async positions(stem, held) {
      await this.more();
      const bits = new Bits(await this.look("p", stem, blocks)), { lengths } = PracticeCommons.settings;
      return Array.from(held.counts, (count, i) => {
        // The last byte stands for every length that is greater.
        const length = held.lengths[i], room = length < 255 ? lengths[length] : 2 ** 20;
        let last = -1;
        return Uint32Array.from({ length: count }, (_, j) => (last += bits.below(room - last - count + j) + 1));
      });
    }
    /** Return the documents with a field's exact value. @param {string} field @param {string} value */
    async holding(field, value) {
      const block = await this.look("f", `${field}\t${value}`, blocks);
      return block ? documents(block) : new Uint32Array(0);
    }
    /** Return a field's exact values, each with its documents. @param {string} field */
    async values(field) {
      const found = await this.beginning("f", `${field}\t`);
      return found.map(([key, block]) => ({ value: key.slice(field.length + 1), docs: documents(block) }));
    }
    /** Return the words as written that begin so, each with how many documents hold it. @param {string} prefix */
    async words(prefix) {
      const found = await this.beginning("w", prefix);
      return found.map(([word, block]) => ({ word, documents: new Bytes(block).number() }));
    }
    /** @param {string} space @param {string} prefix @returns {Promise<Array<[string, Uint8Array]>>} */
    async beginning(space, prefix) {
      const first = this.first[space], shards = [];
      for (let at = Math.max(0, this.at(space, prefix)); at < first.length; at++) {
        if (shards.length && !first[at].startsWith(prefix)) break;
        shards.push(this.shard(space + at, blocks));
      }
      const found = await Promise.all(shards);
      return found.flatMap((shard) => [...shard].filter(([key]) => key.startsWith(prefix)));
    }
    /** Return the year that a document is of. @param {number} document */
    year(document) {
      return this.years.reduce((found, [year, first]) => (first <= document ? year : found), 0);
    }
    /** Return the documents of one of the years. @param {number} at */
    span(at) {
      return [this.years[at][1], at + 1 < this.years.length ? this.years[at + 1][1] : this.documents];
    }
    /** Return the days of the documents of one of the years. @param {number} at @returns {Promise<number[]>} */
    days(at) {
      const last = lastDay(this.years[at][0]);
      let ago = 0;
      return this.shard(`d${at}`, (data) => {
        const bytes = new Bytes(data), found = [];
        while (bytes.at < data.length) found.push(last - (ago = (ago + bytes.number()) % 366));
        return found;
      });
    }
    /** Return a document's summary, and its text, a block to a line. @param {number} document */
    async texts(document) {
      const { x } = await this.more(), at = x.filter((first) => first <= document).length - 1;
      const words = this.shard("v", json);
      const held = this.held.get(`x${at}`) || words.then((known) => this.shard(`x${at}`, (data) => texts(data, known)));
      return (await held)(document - x[at]);
    }
    /** Return what a list shows of a document. @param {number} document */
    async card(document) {
      const { cards } = this, shard = `c${Math.floor(document / cards)}`;
      return (await this.shard(shard, json, this.known()))[document % cards];
    }
  };

  /** @param {Uint8Array} block */
  function documents(block) {
    const bytes = new Bytes(block);
    return bytes.gaps(bytes.number());
  }
})();
