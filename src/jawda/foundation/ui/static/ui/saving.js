/* Jawda: saving each answer, and losing none. What one types is kept in this browser until the server has said yes.

   form[data-autosave]     sends itself on each change and a moment after one stops typing; expects JSON {saved, error,
                           progress, tick, seen, state, panel}. Its fields "page", "seen" and "turn" tell the server
                           which page changes what it knew of, and in which order
   data-sent               in the form: how its own answer stands
   data-saved              the live region that says so (ui/saved.html); data-retry: try at once
   data-ended              shown when the session has ended; data-elsewhere: when an answer of another page was refused
   data-forget             a link that gives one's own answer up; form[data-sign-out]: nothing stays in this browser

   A page that lives sends its own; what a page left behind (keeping.js) is sent by the next one, with the name of that
   page, so that the server sees one page correcting itself. */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const person = document.body.dataset.person || "";
  const keeping = jawdaKeeping(person, () => takeUp());
  const id = keeping.id;

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
    keeping.keep(entry);
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
      keeping.drop(entry);
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
  let taking = Promise.resolve();
  function takeUp() {
    taking = taking.then(async () => {
      for (const entry of await keeping.left()) {
        if (waiting.has(id(entry)) || keeping.newest(entry) > entry.turn) continue;
        const form = formOf(entry);
        if (form) fill(form, entry);
        if (!complete(entry)) continue;
        waiting.set(id(entry), entry);
        send(entry);
      }
    }).catch(() => undefined);
    return taking;
  }
  async function resume() {
    const page = one("form[data-autosave] input[name=page]")?.value;
    if (page) await keeping.begin(page);
    if (keeping.atOnce) document.documentElement.dataset.keeps = "at-once";
    await takeUp();
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
      setTimeout(() => keeping.keep(read(form)), 250),
      setTimeout(() => { const entry = read(form); if (complete(entry)) give(entry); still(form); }, 1500),
    ]);
  });
  document.addEventListener("change", (event) => {
    const form = own(event);
    if (!form) return;
    still(form);
    if (lacksReason(form, event.target)) keeping.keep(read(form));
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
      Promise.race([keeping.forget(), new Promise((done) => setTimeout(done, 1000))]).catch(() => undefined).then(() => form.submit());
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-forget]");
    if (link) {
      event.preventDefault();
      const entry = read(link.closest("form"));
      still(link.closest("form"));
      waiting.delete(id(entry));
      keeping.drop(entry).then(() => location.assign(link.href));
    } else if (event.target.closest("[data-retry]")) again();
  });
  /* what was typed a blink ago goes on its way; on leaving, the browser sees to it that it arrives, if the line holds */
  function hurry(leaving) {
    for (const form of [...pauses.keys()]) {
      const entry = read(form);
      still(form);
      if (complete(entry) && !leaving) give(entry);
      else {
        keeping.keep(entry);
        if (complete(entry)) waiting.set(id(entry), entry);
      }
    }
    keeping.cover();
    if (leaving) for (const entry of waiting.values()) post(entry, true).catch(() => undefined);
  }
  addEventListener("pagehide", () => hurry(true));
  addEventListener("beforeunload", (event) => { if ((waiting.size && failing) || (pauses.size && !keeping.atOnce)) event.preventDefault(); });
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => { if (document.hidden) hurry(false); else if (waiting.size) again(); });
  resume().catch(() => undefined);
})();
