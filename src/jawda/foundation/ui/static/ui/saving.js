/* Jawda: saving each answer, and losing none. What one types is kept in this browser until the server has said yes.

   form[data-autosave]     sends itself on each change and a moment after one stops typing; expects JSON {saved, error,
                           progress, tick, seen, state, panel}. Its fields "page", "seen" and "turn" tell the server
                           which page changes what it knew of, and in which order
   data-sent               in the form: how its own answer stands
   data-saved              the live region that says so (ui/saved.html); data-retry: try at once
   data-ended              shown when the session has ended; data-elsewhere: when an answer of another page was refused
   data-forget             a link that gives one's own answer up; form[data-sign-out]: nothing stays in this browser

   Kept: in IndexedDB, encrypted with a key that cannot be taken out, by person, for seven days; see docs/threat-model.md.
   All of that takes its time, and a page that is being left has none: what was typed in its last moments is covered with
   random bytes that were put away encrypted when it opened, each used once, and stands in localStorage until the next
   page takes it over. A page that lives sends its own; what a page left behind is sent by the next one, with the name of
   that page, so that the server sees one page correcting itself. Without these stores, memory alone. */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const person = document.body.dataset.person || "";
  const DAYS = 7 * 86400000;

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
    if (!person) return queue;
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
  /* unless something newer was kept in its place */
  const drop = (entry) => inOrder(async () => {
    if ((newest.get(id(entry)) || 0) > entry.turn) return;
    uncover(entry);
    await within("entries", "readwrite", (entries) => entries.delete(`${person} ${id(entry)}`));
  });
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
  async function left() {
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
    const bytes = crypto.getRandomValues(new Uint8Array(65536)), name = crypto.randomUUID();
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
  /* What pages that are gone covered goes into the store with the rest, unless something newer is there. */
  async function takeOver(living) {
    const kept = new Map((await left()).map((entry) => [id(entry), entry.turn]));
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
      else await within("pads", "readwrite", (rows) => rows.delete(name));
    }
  }
  const forget = () => {
    pad = null;
    for (const name of Object.keys(localStorage)) if (name.startsWith(COVERED)) localStorage.removeItem(name);
    return Promise.all(STORES.map((store) => within(store, "readwrite", (rows) => rows.clear())));
  };

  /* A change: the form's fields, where it goes, and its turn, which rises over reloads too. */
  let turn = 0;
  const path = (form) => new URL(form.action).pathname;
  function read(form, submitter) {
    turn = Math.max(Date.now(), turn + 1);
    const fields = Object.fromEntries([...new FormData(form)].filter(([field]) => field !== "csrfmiddlewaretoken"));
    if (submitter && submitter.name) fields[submitter.name] = submitter.value;
    return { action: path(form), form: form.id, turn, fields: { ...fields, turn: String(turn) }, where: `${location.pathname}#${form.closest("[id^=q-]")?.id || ""}` };
  }
  const formOf = (entry) => all("form[data-autosave]").find((form) => form.id === entry.form && path(form) === entry.action);
  const complete = (entry) => entry.fields.level !== "N" || (entry.fields.reason || "").trim();

  /* Sending: what cannot be sent waits, and is sent again, later and later. */
  const waiting = new Map();
  const FIRST_WAIT = 500, LONGEST_WAIT = 30000;
  let wait = FIRST_WAIT, timer = 0, ended = false, failing = false;
  let token = "";
  try { token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch { /* no room: nothing is sent */ }

  async function renew() {
    const page = await fetch(location.href, { redirect: "manual", headers: { Accept: "text/html" } });
    if (page.type === "opaqueredirect") return false;
    const body = new DOMParser().parseFromString(await page.text(), "text/html").body;
    try { token = JSON.parse(body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch { return false; }
    return true;
  }
  async function post(entry, keepalive = false) {
    const body = new FormData();
    for (const [field, value] of Object.entries(entry.fields)) body.set(field, value);
    return fetch(entry.action, {
      method: "POST", body, keepalive, redirect: "manual", signal: AbortSignal.timeout(20000),
      headers: { Accept: "application/json", "HX-Request": "true", "X-CSRFToken": token },
    });
  }

  function give(entry) {
    waiting.set(id(entry), entry);
    keep(entry);
    send(entry);
  }
  async function send(entry) {
    const latest = () => waiting.get(id(entry)) === entry;
    if (entry.busy) return;
    entry.busy = true;
    say("pending", words().saving || "", entry);
    let out = false;
    try {
      let response = await post(entry);
      if (response.status === 403 && await renew()) response = await post(entry);
      out = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
      if (out || response.status >= 500) throw new Error(String(response.status));
      const answer = await response.json();
      if (!latest()) return;
      waiting.delete(id(entry));
      wait = FIRST_WAIT;
      ended = false;
      failing = waiting.size > 0;
      settle(entry, answer);
    } catch {
      if (!latest()) return;
      ended = out;
      failing = true;
      say("failed", ended && words().session ? words().session : kept(), entry, words().line);
      clearTimeout(timer);
      timer = setTimeout(again, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } finally {
      delete entry.busy;
      for (const bar of all("[data-ended]")) bar.hidden = !ended;
    }
  }
  function settle(entry, answer) {
    const form = formOf(entry);
    if (form) show(form, answer);
    if (!answer.error) {
      drop(entry);
      say(waiting.size ? "failed" : "", waiting.size ? kept() : answer.saved || "", entry, answer.saved, "");
    } else {
      say("failed", words().refused || answer.error, entry, words().refused_short);
      if (!form) for (const bar of all("[data-elsewhere]")) { bar.hidden = false; one("a", bar).href = entry.where; }
    }
  }
  function again() {
    clearTimeout(timer);
    for (const entry of [...waiting.values()]) send(entry);
  }

  /* Saying */
  const words = () => one("[data-saved]")?.dataset || {};
  function kept() {
    if (!words().kept) return "";
    const sentences = JSON.parse(words().kept);
    const form = new Intl.PluralRules(document.documentElement.lang || "fr").select(waiting.size);
    return (sentences[form] || sentences.other).replace("%s", waiting.size);
  }
  function say(state, text, entry, own = text, ownState = state) {
    for (const place of all("[data-saved]")) {
      place.className = `saved ${state}`;
      if (place.textContent !== text) place.textContent = text;
    }
    const form = formOf(entry), sent = form && one("[data-sent]", form);
    if (sent) { sent.className = `saved ${ownState}`; sent.textContent = own || ""; }
    for (const button of all("[data-retry]")) button.hidden = state !== "failed" || !waiting.size;
  }
  /* our own HTML, without writing it into the page as text */
  const put = (place, html) => place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  function show(form, answer) {
    const errors = one("[data-errors]", form);
    if (errors) { errors.textContent = answer.error || ""; errors.hidden = !answer.error; }
    const seen = one("input[name=seen]", form);
    if (seen && answer.seen !== undefined) seen.value = answer.seen;
    for (const part of ["state", "panel"]) {
      const place = one(`[data-${part}]`, form);
      if (place && answer[part] !== undefined) put(place, answer[part]);
    }
    if (answer.progress) for (const place of all("[data-progress]")) place.textContent = answer.progress;
    const tick = one(`.ticks i[data-for="${CSS.escape(form.id)}"]`);
    if (tick && answer.tick !== undefined) tick.className = answer.tick;
  }

  /* What an earlier page left behind */
  function fill(form, entry) {
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken") continue;
      const value = entry.fields[field.name];
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else if (value !== undefined && field.type !== "submit") field.value = value;
    }
    for (const fold of all("details", form)) if (all("textarea", fold).some((field) => field.value)) fold.open = true;
  }
  const ownPage = () => one("form[data-autosave] input[name=page]")?.value;
  async function resume() {
    if (!person || !window.crypto?.subtle || !window.indexedDB) return;
    const page = ownPage();
    if (page && navigator.locks) navigator.locks.request(`jawda ${page}`, () => new Promise(() => {}));
    if (page) await layPad(page);
    await takeUp();
  }
  /* a page holds the lock of its name while it lives */
  const awaited = new Set();
  function whenGone(page) {
    if (page === ownPage() || awaited.has(page)) return;
    awaited.add(page);
    navigator.locks.request(`jawda ${page}`, () => awaited.delete(page)).then(takeUp).catch(() => undefined);
  }
  async function takeUp() {
    const held = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
    const living = (page) => page === ownPage() || held.includes(`jawda ${page}`);
    await takeOver(living);
    for (const entry of await left()) {
      if (waiting.has(id(entry)) || (newest.get(id(entry)) || 0) > entry.turn) continue;
      if (living(entry.fields.page)) { whenGone(entry.fields.page); continue; }
      const form = formOf(entry);
      if (form) fill(form, entry);
      if (!complete(entry)) continue;
      waiting.set(id(entry), entry);
      send(entry);
    }
  }

  /* A level "not applicable" needs its reason before it can be sent. */
  function lacksReason(form, field) {
    const reason = one("[data-reason]", form);
    if (!reason || field.type !== "radio") return false;
    reason.hidden = field.value !== "N";
    const text = one("textarea, input", reason);
    if (reason.hidden || text.value.trim()) return false;
    text.focus();
    return true;
  }
  const own = (event) => event.target.form?.matches("[data-autosave]") ? event.target.form : null;
  const pauses = new Map();
  function still(form) { for (const pause of pauses.get(form) || []) clearTimeout(pause); pauses.delete(form); }
  document.addEventListener("input", (event) => {
    const form = own(event);
    if (!form || event.target.type === "radio" || event.target.type === "checkbox") return;
    still(form);
    pauses.set(form, [
      setTimeout(() => keep(read(form)), 250),
      setTimeout(() => { const entry = read(form); if (complete(entry)) give(entry); still(form); }, 1500),
    ]);
  });
  document.addEventListener("change", (event) => {
    const form = own(event);
    if (!form) return;
    still(form);
    if (lacksReason(form, event.target)) keep(read(form));
    else give(read(form));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-autosave]")) {
      event.preventDefault();
      still(form);
      give(read(form, event.submitter));
    } else if (form.matches("[data-sign-out]")) {
      event.preventDefault();
      if (waiting.size && !confirm(form.dataset.signOut)) return;
      waiting.clear();
      for (const form of [...pauses.keys()]) still(form);
      keeping.clear();
      Promise.race([forget(), new Promise((done) => setTimeout(done, 1000))]).catch(() => undefined).then(() => form.submit());
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-forget]");
    if (link) {
      event.preventDefault();
      const entry = read(link.closest("form"));
      still(link.closest("form"));
      for (const held of [waiting, keeping]) held.delete(id(entry));
      drop(entry).then(() => location.assign(link.href));
    } else if (event.target.closest("[data-retry]")) again();
  });
  /* what was typed a blink ago goes on its way; on leaving, the browser sees to it that it arrives, if the line holds */
  function hurry(leaving) {
    for (const form of [...pauses.keys()]) {
      const entry = read(form);
      still(form);
      if (complete(entry) && !leaving) give(entry);
      else {
        keep(entry);
        if (complete(entry)) waiting.set(id(entry), entry);
      }
    }
    for (const entry of keeping.values()) cover(entry);
    if (leaving) for (const entry of waiting.values()) post(entry, true).catch(() => undefined);
  }
  addEventListener("pagehide", () => hurry(true));
  addEventListener("beforeunload", (event) => { if ((waiting.size && failing) || (pauses.size && !pad)) event.preventDefault(); });
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => { if (document.hidden) hurry(false); else if (waiting.size) again(); });
  resume().catch(() => undefined);
})();
