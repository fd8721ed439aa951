/* Passkeys: a form with data-passkey asks the browser for a credential, then sends itself.
   data-passkey="sign-in" (options from the form's address), "use" or "add" (options from #js_data).
   What went wrong is said in [data-passkey-words], whose sentences stand in its data attributes. */
"use strict";
(() => {
  const place = document.querySelector("[data-passkey-words]");

  function say(name) {
    place.textContent = place.dataset[name];
    place.hidden = false;
  }

  async function options(form) {
    if (form.dataset.passkey === "sign-in") {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      return (await answer.json()).request_options;
    }
    const data = JSON.parse(document.getElementById("js_data").textContent);
    if (form.dataset.passkey === "use") return data.request_options;
    const wanted = data.creation_options;
    const alone = form.elements.passwordless.checked;
    const selection = wanted.publicKey.authenticatorSelection;
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return wanted;
  }

  async function ask(form) {
    const button = form.querySelector("button");
    button.disabled = true;
    place.hidden = true;
    try {
      const wanted = await options(form);
      const make = form.dataset.passkey === "add" ? webauthnJSON.create : webauthnJSON.get;
      form.elements.credential.value = JSON.stringify(await make(wanted));
      form.submit();
    } catch (fault) {
      if (fault.name === "NotAllowedError" || fault.name === "AbortError") say("cancelled");
      else if (fault.name === "InvalidStateError") say("known");
      else say("failed");
    } finally {
      button.disabled = false;
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!webauthnJSON.supported()) {
      form.hidden = true;
      say("unsupported");
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
})();
