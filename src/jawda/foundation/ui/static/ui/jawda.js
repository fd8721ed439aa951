/* Jawda: small behaviours. Every page can be read without them. No framework, nothing inline, nothing stored but one
   preference.

   data-key="C"            on a label (an answer of the question in hand), a button or a link: what one types
   data-focus              with data-key: the key takes the focus there and presses nothing
   .q, .q.now              the questions; J and K move from one to the next
   data-open="id"          opens a dialog; data-close closes the one around it; ? opens the list of keys
   data-search             the field that Ctrl+K goes to
   form[data-autosave]     sends itself on each change and expects JSON: {saved, error, progress, tick, seen, panel}:
                           "seen" is written back into the field of that name, "panel" (our own HTML) into data-panel
   data-saved              the live region that says so (ui/saved.html); data-retry: try at once
   form[data-warn]         asks before one leaves with what was typed and not sent
   form[data-filter]       sends itself when a choice changes
   .drop                   shows the names of the chosen files in data-names
   data-offline            shown while there is no connection
   data-dismiss, data-print, data-copy="id", data-summary (takes the focus) */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const language = document.documentElement.lang || "fr";

  /* Questions */
  const current = () => one(".q.now") || one(".q");

  function take(question, focus) {
    if (!question) return;
    for (const other of all(".q")) other.classList.toggle("now", other === question);
    for (const fold of all("[data-open-when-now]", question)) fold.open = true;
    if (!focus) return;
    const answer = one(".choices input:checked", question) || one(".choices input", question);
    if (answer) answer.focus({ preventScroll: true });
    question.scrollIntoView({ block: "center" });
  }

  /* Keys */
  const LETTERS = "jawda.letters";
  let letters = true;
  try { letters = localStorage.getItem(LETTERS) !== "no"; } catch { /* storage refused: letters stay on */ }
  const typing = (element) =>
    element.isContentEditable || element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

  function press(key) {
    const questions = all(".q");
    const question = current();
    if (question && (key === "J" || key === "K")) {
      take(questions[questions.indexOf(question) + (key === "J" ? 1 : -1)], true);
      return true;
    }
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const target = (question && one(wanted, question)) || all(wanted).find((element) => !element.closest(".q"));
    if (!target) return false;
    if (target.matches("[data-focus]")) {
      take(question, false);
      target.focus();
      target.scrollIntoView({ block: "center" });
      return true;
    }
    const input = target.matches("label") ? target.control || one("input", target) : target;
    if (target.matches("label")) {
      take(question, false);
      input.focus({ preventScroll: true });
    }
    input.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const field = all("[data-search]").find((element) => element.offsetParent);
      if (field) { event.preventDefault(); field.focus(); field.select(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (!letters || typing(event.target) || one("dialog[open]") || one(":popover-open")) return;
    if (event.key === "?") {
      const list = one("dialog[data-keys]");
      if (list) { event.preventDefault(); list.showModal(); }
    } else if (event.key.length === 1 && press(event.key.toUpperCase())) event.preventDefault();
  });

  /* Saving: what cannot be sent waits in memory, in order of the questions, and is sent again, later and later. */
  const waiting = new Map();
  const FIRST_WAIT = 2000;
  const LONGEST_WAIT = 30000;
  let wait = FIRST_WAIT;
  let timer = 0;

  function say(state, text) {
    for (const place of all("[data-saved]")) {
      place.className = `saved ${state}`;
      if (place.textContent !== text) place.textContent = text;
    }
    for (const button of all("[data-retry]")) button.hidden = state !== "failed" || !waiting.size;
  }

  function kept(words) {
    if (!words.kept) return (words.lost || "").replace("%s", waiting.size);
    const sentences = JSON.parse(words.kept);
    const form = new Intl.PluralRules(language).select(waiting.size);
    return (sentences[form] || sentences.other).replace("%s", waiting.size);
  }

  async function send(form, submitter) {
    const region = one("[data-saved]");
    const words = region ? region.dataset : {};
    const body = new FormData(form);
    if (submitter && submitter.name) body.set(submitter.name, submitter.value);
    waiting.set(form, body);
    say("pending", words.saving || "");
    let ended = false;
    try {
      const response = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json", "HX-Request": "true" }, redirect: "manual", signal: AbortSignal.timeout(20000),
      });
      ended = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
      if (ended || response.status >= 500) throw new Error(String(response.status));
      const answer = await response.json();
      if (waiting.get(form) !== body) return;
      waiting.delete(form);
      wait = FIRST_WAIT;
      show(form, answer);
      if (answer.error) say("failed", words.refused || answer.error);
      else if (waiting.size) say("failed", kept(words));
      else say("", answer.saved || "");
    } catch {
      if (waiting.get(form) !== body) return;
      say("failed", ended && words.session ? words.session : kept(words));
      clearTimeout(timer);
      timer = setTimeout(again, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  function again() {
    clearTimeout(timer);
    for (const form of [...waiting.keys()]) send(form);
  }

  function show(form, answer) {
    const errors = one("[data-errors]", form);
    if (errors) { errors.textContent = answer.error || ""; errors.hidden = !answer.error; }
    const seen = one("input[name=seen]", form);
    if (seen && answer.seen !== undefined) seen.value = answer.seen;
    const panel = one("[data-panel]", form);
    if (panel && answer.panel !== undefined) {
      panel.replaceChildren(...new DOMParser().parseFromString(answer.panel, "text/html").body.childNodes);
    }
    if (answer.progress) for (const place of all("[data-progress]")) place.textContent = answer.progress;
    const tick = one(`.ticks i[data-for="${CSS.escape(form.id)}"]`);
    if (tick && answer.tick !== undefined) tick.className = answer.tick;
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

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-letters]")) {
      letters = field.checked;
      try { localStorage.setItem(LETTERS, letters ? "yes" : "no"); } catch { /* for this page only, then */ }
    }
    if (field.type === "file") names(field);
    if (field.type === "radio" && field.closest(".q")) take(field.closest(".q"), false);
    const form = field.form;
    if (!form) return;
    if (form.matches("[data-filter]")) form.requestSubmit();
    if (form.matches("[data-autosave]") && !lacksReason(form, field)) send(form);
  });

  /* Leaving */
  const typed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-warn], [data-autosave]")) typed.add(form);
  });
  document.addEventListener("change", (event) => {
    if (event.target.form && event.target.form.matches("[data-autosave]")) typed.delete(event.target.form);
  });
  document.addEventListener("submit", (event) => {
    typed.delete(event.target);
    if (event.target.matches("[data-autosave]")) { event.preventDefault(); send(event.target, event.submitter); }
  });
  addEventListener("beforeunload", (event) => { if (waiting.size || typed.size) event.preventDefault(); });
  addEventListener("online", again);

  /* Files */
  function names(field) {
    const place = one("[data-names]", field.closest(".drop, .field") || document);
    if (place) place.textContent = [...field.files].map((file) => file.name).join(language === "ar" ? "، " : ", ");
  }
  for (const type of ["dragenter", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      const zone = event.target.closest && event.target.closest(".drop");
      if (zone) zone.classList.toggle("over", type === "dragenter");
    });
  }

  /* Clicks */
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    const opener = at("[data-open]");
    if (opener) {
      const menu = opener.closest("[popover]");
      if (menu) menu.hidePopover();
      document.getElementById(opener.dataset.open).showModal();
    } else if (at("[data-close]")) at("dialog").close();
    else if (event.target.matches("dialog[open]") && outside(event)) event.target.close();
    else if (at("[data-dismiss]")) at(".toast").remove();
    else if (at("[data-print]")) print();
    else if (at("[data-copy]")) navigator.clipboard.writeText(document.getElementById(at("[data-copy]").dataset.copy).innerText);
    else if (at("[data-retry]")) again();
    const question = at(".q");
    if (question && !question.matches(".now") && at(".q h2, .q h3")) take(question, false);
  });

  function outside(event) {
    const box = event.target.getBoundingClientRect();
    return event.clientX < box.x || event.clientX > box.x + box.width || event.clientY < box.y || event.clientY > box.y + box.height;
  }

  function start(root) {
    const summary = one("[data-summary]", root);
    if (summary) summary.focus();
    for (const box of all("[data-letters]", root)) box.checked = letters;
    for (const element of all("[data-without-script]", root)) element.hidden = true;
  }
  const line = () => { for (const notice of all("[data-offline]")) notice.hidden = navigator.onLine; };
  addEventListener("online", line);
  addEventListener("offline", line);
  line();
  start(document);
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
})();
