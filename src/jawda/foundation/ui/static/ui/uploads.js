/* Jawda: sending files as soon as they are chosen, pasted or dropped. Without this the form is sent as any other.

   form[data-upload]     each file goes by itself to the form's address, which answers JSON: {said, list, count} or
                         {error}; a button with a formaction, and the words of the form, go the same way
   within it             data-upload-list (its items, our own HTML), data-upload-error, data-upload-said, a progress
   around it             data-count, in the summary of the fold
   A pasted image goes to the form of the question in hand. */
"use strict";
(() => {
  const one = (selector, root) => root.querySelector(selector);
  const LIMIT = 180000;

  /* One after the other in each form: the server writes pictures anew, and the list that comes last is whole. */
  const lines = new WeakMap();
  function inTurn(form, task) {
    const next = (lines.get(form) || Promise.resolve()).then(task, task);
    lines.set(form, next);
    return next;
  }

  function post(form, address, body, moved) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); /* fetch does not tell how far a body has gone */
      request.open("POST", address);
      request.timeout = LIMIT;
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("HX-Request", "true");
      request.upload.addEventListener("progress", (event) => moved(event.lengthComputable ? event.loaded / event.total : 0));
      for (const type of ["error", "timeout", "abort"]) request.addEventListener(type, () => reject(new Error(type)));
      request.addEventListener("load", () => {
        try { resolve(JSON.parse(request.responseText)); } catch { reject(new Error(String(request.status))); }
      });
      request.send(body);
    });
  }

  async function send(form, address, body, name) {
    const bar = one("progress", form);
    const said = one("[data-upload-said]", form);
    const error = one("[data-upload-error]", form);
    bar.hidden = false;
    bar.value = 0;
    said.textContent = name || "";
    try {
      const answer = await post(form, address, body, (part) => { bar.value = Math.round(100 * part); });
      if (answer.error) {
        error.textContent = error.hidden ? answer.error : `${error.textContent} ${answer.error}`;
        error.hidden = false;
        said.textContent = "";
        return false;
      }
      const list = one("[data-upload-list]", form);
      list.replaceChildren(...new DOMParser().parseFromString(answer.list, "text/html").body.childNodes);
      list.hidden = !answer.count;
      const count = one("[data-count]", form.closest("details"));
      if (count) count.textContent = answer.count || "";
      said.textContent = answer.said;
      return true;
    } catch {
      error.textContent = form.dataset.failed;
      error.hidden = false;
      said.textContent = "";
      return false;
    } finally {
      bar.hidden = true;
    }
  }

  function clear(form) {
    const error = one("[data-upload-error]", form);
    error.hidden = true;
    error.textContent = "";
  }

  const words = (form) => [...form.querySelectorAll("[name=title], [name=text]")];
  const token = (form) => one("input[name=csrfmiddlewaretoken]", form).value;

  function bring(form, files) {
    clear(form);
    for (const file of files) {
      inTurn(form, () => {
        const body = new FormData();
        body.set("csrfmiddlewaretoken", token(form));
        for (const field of words(form)) body.set(field.name, field.value);
        body.set("file", file, file.name);
        return send(form, form.action, body, file.name);
      });
    }
    inTurn(form, () => { for (const field of words(form)) field.value = ""; });
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type !== "file" || !field.form || !field.form.matches("[data-upload]")) return;
    const files = [...field.files];
    field.value = "";
    bring(field.form, files);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-upload]")) return;
    event.preventDefault();
    clear(form);
    const address = event.submitter && event.submitter.getAttribute("formaction");
    const body = new FormData(form);
    if (address) for (const name of ["file", "title", "text"]) body.delete(name);
    const place = one("[data-upload-list]", form);
    inTurn(form, async () => {
      const done = await send(form, address || form.action, body);
      if (done && !address) form.reset();
      if (done && address) (one("button", place) || one("input[type=file]", form)).focus();
    });
  });

  /* Pasting and dropping */
  function formAt(element) {
    const question = (element.closest && element.closest(".q")) || document.querySelector(".q.now");
    return question && one("form[data-upload]", question);
  }

  const two = (value) => String(value).padStart(2, "0");
  function named(file) {
    const now = new Date();
    const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
    const ending = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" }[file.type] || "png";
    return new File([file], `image-${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.${ending}`, { type: file.type });
  }

  document.addEventListener("paste", (event) => {
    const pictures = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    const writing = event.target.matches && event.target.matches("textarea, input") && event.clipboardData.types.includes("text/plain");
    const form = pictures.length && !writing && formAt(event.target);
    if (!form) return;
    event.preventDefault();
    form.closest("details").open = true;
    bring(form, pictures.map(named));
  });

  const carries = (event) => event.dataTransfer && event.dataTransfer.types.includes("Files");
  for (const type of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      const place = event.target.closest && event.target.closest(".evidence");
      const form = place && one("form[data-upload]", place);
      if (!form || !carries(event)) return;
      event.preventDefault();
      place.classList.toggle("over", type === "dragover");
      if (type === "drop") bring(form, [...event.dataTransfer.files]);
    });
  }
})();
