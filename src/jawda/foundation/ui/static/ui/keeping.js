/* Jawda: what one typed is kept in this browser until the server has said yes. saving.js sends it.

   An entry is a change: {action, form, turn, fields, ...}; of one form the one with the higher turn is the newer.
   jawdaKeeping(person, found)   found(): something that an earlier page left behind may be there now
     .begin(page)                this page lives under that name; resolves once it keeps at once
     .keep(entry) .drop(entry)   resolve once done; nothing newer is dropped
     .cover()                    keeps at once what is not kept yet: the page is being left
     .left()                     the entries of pages that are gone
     .id(entry)                  of which form it is
     .newest(entry)              the turn of the newest that this page kept in its place
     .forget()                   nothing stays in this browser

   Kept: in IndexedDB, encrypted with a key that cannot be taken out, by person, for seven days; see docs/threat-model.md.
   All of that takes its time, and a page that is being left has none: what was typed in its last moments is covered with
   random bytes that were put away encrypted when it opened, each used once, and stands in localStorage until another
   page takes it over. A page that lives holds the lock of its name, and its entries are its own. */
"use strict";
globalThis.jawdaKeeping = (person, found) => {
  const DAYS = 7 * 86400000, MINUTES = 10 * 60000;
  const able = Boolean(person && globalThis.crypto?.subtle && globalThis.indexedDB);

  /* The store. Writes follow one another. */
  const STORES = ["keys", "entries", "pads"];
  let database;
  function open() {
    database ||= new Promise((done, failed) => {
      const asked = indexedDB.open("jawda", 2);
      asked.onupgradeneeded = () => {
        for (const name of STORES) if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name);
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return database;
  }
  async function within(store, mode, act) {
    const transaction = (await open()).transaction(store, mode);
    return new Promise((done, failed) => {
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
  }
  async function key() {
    const found = await within("keys", "readonly", (keys) => keys.get(person));
    if (found) return found;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try { await within("keys", "readwrite", (keys) => keys.add(made, person)); } catch { /* another tab was first */ }
    return within("keys", "readonly", (keys) => keys.get(person));
  }
  let queue = Promise.resolve();
  const inOrder = (act) => { queue = queue.then(act).catch(() => undefined); return queue; };
  const id = (entry) => `${entry.action} ${entry.form}`;
  const newest = new Map();
  const bytesOf = (entry) => new TextEncoder().encode(JSON.stringify(entry));
  const entryOf = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
  async function seal(store, name, bytes, more = {}) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), bytes);
    await within(store, "readwrite", (rows) => rows.put({ ...more, person, at: Date.now(), iv, data }, name));
  }
  async function unsealed(row) {
    if (!row || row.person !== person) return null;
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await key(), row.data).then((data) => new Uint8Array(data), () => null);
  }

  const keeping = new Map();
  function keep(entry) {
    if (!able) return queue;
    newest.set(id(entry), entry.turn);
    keeping.set(id(entry), entry);
    const text = bytesOf(entry);
    return inOrder(async () => {
      await seal("entries", `${person} ${id(entry)}`, text);
      if (keeping.get(id(entry)) !== entry) return;
      keeping.delete(id(entry));
      uncover(entry);
    });
  }
  function drop(entry) {
    if (keeping.get(id(entry))?.turn <= entry.turn) keeping.delete(id(entry));
    return inOrder(async () => {
      if ((newest.get(id(entry)) || 0) > entry.turn) return;
      uncover(entry);
      if (able) await within("entries", "readwrite", (entries) => entries.delete(`${person} ${id(entry)}`));
    });
  }
  /* what no longer opens, or is old, goes; the rest by its name */
  async function rows(store) {
    const found = new Map();
    for (const name of await within(store, "readonly", (rows) => rows.getAllKeys())) {
      const row = await within(store, "readonly", (rows) => rows.get(name));
      if (!row || row.at < Date.now() - DAYS) await within(store, "readwrite", (rows) => rows.delete(name));
      else found.set(name, row);
    }
    return found;
  }
  async function entries() {
    const opened = [];
    for (const row of (await rows("entries")).values()) {
      const bytes = await unsealed(row);
      if (bytes) opened.push(entryOf(bytes));
    }
    return opened;
  }

  /* The last moments of a page */
  const COVERED = "jawda pad ";
  const coveredBy = new Map();
  let pad = null;
  async function layPad(page) {
    const bytes = crypto.getRandomValues(new Uint8Array(32768)), name = crypto.randomUUID();
    await inOrder(() => seal("pads", name, bytes, { page }).then(() => { pad = { name, bytes, used: 0 }; document.documentElement.dataset.keeps = "at-once"; }));
  }
  const under = (bytes, from, cover) => bytes.map((byte, place) => byte ^ cover[from + place]);
  function cover(entry) {
    const text = bytesOf(entry), from = pad?.used;
    if (!pad || from + text.length > pad.bytes.length) return;
    pad.used += text.length;
    uncover(entry);
    const name = `${COVERED}${pad.name} ${from}`;
    coveredBy.set(id(entry), name);
    const covered = Array.from(under(text, from, pad.bytes), (byte) => String.fromCharCode(byte)).join("");
    try { localStorage.setItem(name, btoa(covered)); } catch { /* full or refused: what is kept in time is kept */ }
  }
  function uncover(entry) {
    const name = coveredBy.get(id(entry));
    if (!name) return;
    coveredBy.delete(id(entry));
    localStorage.removeItem(name);
  }
  function uncovered(name, from, pad) {
    try {
      const covered = Uint8Array.from(atob(localStorage.getItem(name)), (letter) => letter.charCodeAt(0));
      return entryOf(under(covered, from, pad));
    } catch { return null; /* half of it: nothing to be had */ }
  }
  /* Pages live under the lock of their name. */
  let own = "";
  const awaited = new Set();
  async function livingPages() {
    const held = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
    return (page) => page === own || held.includes(`jawda ${page}`);
  }
  function whenGone(page) {
    if (page === own || awaited.has(page)) return;
    awaited.add(page);
    navigator.locks.request(`jawda ${page}`, () => awaited.delete(page)).then(found).catch(() => undefined);
  }
  async function begin(page) {
    own = page;
    if (navigator.locks) navigator.locks.request(`jawda ${page}`, () => new Promise(() => {}));
    await layPad(page);
  }

  /* What pages that are gone covered goes into the store with the rest, unless something newer is there. Their pads stay
     for ten minutes: what a page writes while it goes may be seen by the next one only after its lock is free. */
  async function takeOver(living) {
    const kept = new Map((await entries()).map((entry) => [id(entry), entry.turn]));
    const pads = await rows("pads");
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(COVERED))) {
      const [padName, from] = name.slice(COVERED.length).split(" "), row = pads.get(padName);
      if (row && (row.person !== person || living(row.page))) continue;
      const bytes = await unsealed(row), entry = bytes && uncovered(name, Number(from), bytes);
      if (entry && Math.max(kept.get(id(entry)) || 0, newest.get(id(entry)) || 0) < entry.turn) await keep(entry);
      localStorage.removeItem(name);
    }
    for (const [name, row] of pads) {
      if (row.person !== person || !navigator.locks) continue;
      if (living(row.page)) whenGone(row.page);
      else if (row.at < Date.now() - MINUTES) await within("pads", "readwrite", (rows) => rows.delete(name));
    }
  }
  async function left() {
    if (!able) return [];
    const living = await livingPages();
    await takeOver(living);
    const gone = [];
    for (const entry of await entries()) {
      if (living(entry.fields.page)) whenGone(entry.fields.page);
      else gone.push(entry);
    }
    return gone;
  }
  addEventListener("storage", (event) => { if (able && event.newValue && event.key?.startsWith(COVERED)) found(); });

  function forget() {
    pad = null;
    keeping.clear();
    if (!able) return Promise.resolve();
    for (const name of Object.keys(localStorage)) if (name.startsWith(COVERED)) localStorage.removeItem(name);
    return Promise.all(STORES.map((store) => within(store, "readwrite", (rows) => rows.clear())));
  }

  return {
    id, keep, drop, left, forget,
    begin: (page) => (able ? begin(page) : Promise.resolve()),
    cover: () => { for (const entry of keeping.values()) cover(entry); },
    newest: (entry) => newest.get(id(entry)) || 0,
    get atOnce() { return pad !== null; },
  };
};
