/* Jawda: small behaviours. Every page can be read without them. No framework, nothing inline, nothing stored but one
   preference. Answers are saved by saving.js.

   data-key="C"            on a label (an answer of the question in hand), a button or a link: what one types
   data-focus              with data-key: the key takes the focus there and presses nothing
   .q, .q.now              the questions; J and K move from one to the next
   data-open="id"          opens a dialog; data-close closes the one around it; ? opens the list of keys
   data-search-dialog      the dialog that Ctrl+K opens, with data-search-field and, found by it, data-result: the arrows
                           move through them; data-search: the field Ctrl+K goes to where there is no such dialog
   form[data-warn]         asks before one leaves with what was typed and not sent
   form[data-filter]       sends itself when a choice changes
   form[data-cells]        Enter and the arrows go from cell to cell; after the last one, to data-after-cells
   .drop                   shows the names of the chosen files in data-names
   data-offline            shown while there is no connection
   data-untick="name"      a button that sends its form with this box of it unticked
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
      const fold = input.closest("details");
      if (fold) fold.open = true;
      input.focus({ preventScroll: !fold });
    }
    if (!input.matches("textarea")) input.click();
    return true;
  }

  /* What the key writes; where that is no Latin letter (Arabic) or no digit (French), what the key is. */
  function letter(event) {
    if (event.key === "?" || event.key === "؟") return "?";
    if (/^[a-z0-9]$/i.test(event.key)) return event.key.toUpperCase();
    if (event.key.length !== 1 || event.shiftKey) return "";
    return /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(event.code)?.slice(1).find(Boolean) || "";
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const dialog = one("dialog[data-search-dialog]");
      const field = dialog ? one("[data-search-field]", dialog) : all("[data-search]").find((element) => element.offsetParent);
      if (!field) return;
      event.preventDefault();
      if (dialog && !dialog.open && !one("dialog[open]")) dialog.showModal();
      field.focus();
      field.select();
      return;
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest("dialog[data-search-dialog]")) {
      const dialog = event.target.closest("dialog");
      const stops = [one("[data-search-field]", dialog), ...all("[data-result]", dialog)];
      const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      event.preventDefault();
      if (next) next.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    /* in a list the arrows choose */
    if (step && event.target.matches(event.key === "Enter" ? "form[data-cells] :is(input[type=text], select)" : "form[data-cells] input[type=text]")) {
      const cells = all("input[type=text], select", event.target.form);
      const next = cells[cells.indexOf(event.target) + step] || (step > 0 && one("[data-after-cells]", event.target.form));
      event.preventDefault();
      if (next) { next.focus(); if (next.select) next.select(); }
      return;
    }
    if (!letters || typing(event.target) || one("dialog[open]") || one(":popover-open")) return;
    const key = letter(event);
    if (key === "?") {
      const list = one("dialog[data-keys]");
      if (list) { event.preventDefault(); list.showModal(); }
    } else if (key && press(key)) event.preventDefault();
  });

  /* Changes */
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
  });

  /* Leaving */
  const typed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-warn]")) typed.add(form);
  });
  document.addEventListener("submit", (event) => typed.delete(event.target));
  addEventListener("beforeunload", (event) => { if (typed.size) event.preventDefault(); });

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
    else if (at("[data-untick]")) { const button = at("[data-untick]"); button.form.elements[button.dataset.untick].checked = false; }
    else if (at("[data-copy]")) navigator.clipboard.writeText(document.getElementById(at("[data-copy]").dataset.copy).innerText);
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
