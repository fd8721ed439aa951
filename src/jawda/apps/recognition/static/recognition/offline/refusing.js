/* Why something is no credential: the same reason codes as the verifier in Python (core/credentials/refusing.py). */

/** Turned away. `reason` is the code, `path` the place in the document, `data` what the sentence names. */
export class Refused extends Error {
  constructor(reason, { path = null, ...data } = {}) {
    super(`credentials.${reason}`);
    this.reason = reason;
    this.path = path;
    this.data = data;
  }
}

/** What this page, or this browser, cannot check: no fault of the document. `check` is the name of the sentence. */
export class NotHere extends Error {
  constructor(check, data = {}) {
    super(check);
    this.check = check;
    this.data = data;
  }
}

export const refuse = (reason, data) => new Refused(reason, data);
