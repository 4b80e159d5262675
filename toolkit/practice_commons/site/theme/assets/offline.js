/*
 * The page on which a reader keeps the whole site on a device, brings the copy up to date, or removes it. A copy is
 * one edition or none: files come into a cache of their own, each held to its check sum, and the copy that is used
 * changes only when the last has come. What came before an interruption, and what did not change, is not asked for
 * again.
 */
(function () {
  "use strict";
  const place = document.getElementById("commons-offline");
  const root = new URL(place.dataset.root, location.href).href.replace(/[^/]*$/, "");
  const POINTER = `commons ${root}`, CURRENT = `${root}-/current`, FILES = `${root}-/files`;
  const AT_ONCE = 6, TRIES = 2;
  const status = make("p", { role: "status" }), bar = make("progress", { "aria-label": "Download", hidden: "" });
  const buttons = make("p", { class: "commons-buttons" });
  let stopping = false;

  function make(name, about, ...children) {
    const made = document.createElement(name);
    for (const key in about) made.setAttribute(key, about[key]);
    made.append(...children);
    return made;
  }

  function size(bytes) {
    if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3)).toLocaleString("en-GB")} kB`;
    return `${(bytes / 1e6).toLocaleString("en-GB", { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;
  }
  const count = (many) => (many === 1 ? "1 file" : `${many.toLocaleString("en-GB")} files`);

  /** Say how things stand, and offer what can be done. */
  function say(text, ...choices) {
    const again = buttons.contains(document.activeElement);
    buttons.replaceChildren(
      ...choices.flatMap(([label, act]) => {
        const button = make("button", { type: "button", class: "commons-button" }, label);
        button.addEventListener("click", act);
        return [button, " "];
      }),
    );
    status.textContent = text;
    if (again && buttons.firstElementChild) buttons.firstElementChild.focus();
  }

  const fresh = (path) => fetch(root + path, { cache: "no-store", headers: { "X-Commons-Keep": "1" } });

  /** What the site has now, in its own words; the files themselves only when they are wanted. */
  async function list() {
    const answer = await fresh("offline.json");
    if (!answer.ok) throw new Error(`offline.json: ${answer.status}`);
    return answer.json();
  }
  async function listed({ parts }) {
    const files = new Map();
    for (const found of await Promise.all(parts.map(fresh))) {
      if (!found.ok) throw new Changed();
      Object.entries(await found.json()).forEach(([path, facts]) => files.set(path, facts));
    }
    return files;
  }

  const pointer = () => caches.open(POINTER);
  const cacheOf = (edition) => caches.open(`${POINTER} ${edition}`);
  const read = async (cache, key) => { const said = await cache.match(key); return said ? said.json() : null; };
  const current = async () => ((await caches.has(POINTER)) ? read(await pointer(), CURRENT) : null);

  /** The caches of this site's editions, whole or not, with what each has. */
  async function copies() {
    const names = (await caches.keys()).filter((name) => name.startsWith(`${POINTER} `));
    return Promise.all(names.map(async (name) => {
      const cache = await caches.open(name);
      return { name, cache, files: new Map(Object.entries((await read(cache, FILES)) || {})) };
    }));
  }

  class Changed extends Error {}

  async function sum(data) {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Bring one file into a cache: from another copy, or from the site. */
  async function bring(path, [wanted], cache, others) {
    const address = root + path;
    for (const { cache: other, files } of others) {
      const had = files.get(path), found = had && had[0] === wanted && (await other.match(address));
      if (found) return cache.put(address, found);
    }
    const answer = await fresh(path);
    if (!answer.ok) throw new Changed();
    const data = await answer.arrayBuffer();
    if (!(await sum(data)).startsWith(wanted)) throw new Changed();
    const type = answer.headers.get("Content-Type") || "application/octet-stream";
    return cache.put(address, new Response(data, { headers: { "Content-Type": type } }));
  }

  /** Make a whole copy of an edition, and use it from then on. */
  async function keep(edition) {
    const files = await listed(edition), others = await copies(), cache = await cacheOf(edition.edition);
    await cache.put(FILES, new Response(JSON.stringify(Object.fromEntries(files))));
    const have = new Set((await cache.keys()).map((one) => one.url));
    const missing = Array.from(files).filter(([path]) => !have.has(root + path));
    const all = edition.bytes || 1;
    let done = all - missing.reduce((total, [, facts]) => total + facts[1], 0);
    bar.max = all;
    bar.hidden = false;
    const next = missing[Symbol.iterator]();
    async function work() {
      for (const [path, facts] of next) {
        if (stopping) return;
        await bring(path, facts, cache, others);
        bar.value = done += facts[1];
      }
    }
    const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    const failed = workers.find((one) => one.status === "rejected");
    if (failed) throw failed.reason;
    if (stopping) return;
    await (await pointer()).put(CURRENT, new Response(JSON.stringify(edition)));
    await Promise.all((await copies()).map(({ name }) => name !== `${POINTER} ${edition.edition}` && caches.delete(name)));
  }

  async function start() {
    stopping = false;
    say("Downloading. Keep this page open.", ["Stop", () => (stopping = true)]);
    try {
      await navigator.serviceWorker.register(`${root}offline-worker.js`, { scope: root });
      if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
      for (let turn = 1; ; turn++) {
        try {
          await keep(await list());
          break;
        } catch (error) {
          // the site was published anew meanwhile: what is the same in the new edition is kept
          if (!(error instanceof Changed) || turn === TRIES) throw error;
        }
      }
      await look();
    } catch (error) {
      console.warn(error);
      const why = error.name === "QuotaExceededError" ? "There is not enough room on this device." :
        error instanceof Changed ? "The site is being published at this moment." : "The network or the site failed.";
      say(`${why} The copy is not whole; what came so far is kept for the next try.`, ["Go on", start], ["Remove", remove]);
    }
    bar.hidden = true;
  }

  async function remove() {
    await Promise.all((await caches.keys()).filter((name) => name === POINTER || name.startsWith(`${POINTER} `)).map((name) => caches.delete(name)));
    const worker = await navigator.serviceWorker.getRegistration(root);
    if (worker) await worker.unregister();
    await look("The copy was removed. ");
  }

  /** Compare the copy with the site, and say what can be done. */
  async function look(before = "") {
    const had = await current();
    let edition = null;
    try {
      edition = await list();
    } catch {
      if (had) return say("The site cannot be reached. You are reading the copy on this device.", ["Remove", remove]);
      return say("The list of the site's files cannot be read. Try again later.", ["Try again", () => look()]);
    }
    const started = !had && (await copies()).length > 0;
    const whole = `The whole site is ${size(edition.bytes)} in ${count(edition.files)}.`;
    if (started) return say(`${before}${whole} A part of it is on this device.`, ["Go on with the download", start], ["Remove", remove]);
    if (!had) {
      const room = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : {};
      const left = room.quota ? room.quota - (room.usage || 0) : Infinity;
      const short = left < edition.bytes ? ` This browser has room for ${size(left)}, which is too little.` : "";
      return say(`${before}${whole}${short}`, [`Download ${size(edition.bytes)}`, start]);
    }
    if (had.edition === edition.edition)
      return say(`This device has a copy of the whole site, ${size(had.bytes)}, as it is now.`, ["Remove", remove]);
    const [mine] = (await copies()).filter(({ name }) => name === `${POINTER} ${had.edition}`);
    const files = await listed(edition);
    const differ = Array.from(files).filter(([path, facts]) => ((mine && mine.files.get(path)) || [])[0] !== facts[0]);
    const bytes = differ.reduce((total, [, facts]) => total + facts[1], 0);
    say(`The site has changed since this device's copy was made: ${count(differ.length)}, ${size(bytes)}.`,
      [`Download ${size(bytes)}`, start], ["Remove", remove]);
  }

  const folder = location.protocol === "file:";
  if (folder || !("serviceWorker" in navigator) || !window.caches || !window.isSecureContext) {
    place.replaceChildren(make("p", {}, folder
      ? "You are reading this site from a folder: it is offline already."
      : "This browser cannot keep a copy of this site: it is too old, in a private window, or the address does not begin with https."));
    return;
  }
  place.replaceChildren(status, bar, buttons);
  say("Looking at what is on this device…");
  look().catch((error) => {
    console.warn(error);
    say("This browser did not let the page look at what it keeps.");
  });
})();
