/* JSON as it may be signed: one meaning for each text (RFC 8259, narrowed to RFC 7493, I-JSON).

   The browser's own reader keeps the last of two equal names; signer and verifier could then read different things in the
   same bytes. Objects have no prototype, so that no name in a document means anything but itself. */
import { refuse } from "./refusing.js";

export const MOST_BYTES = 1 << 20;
const MOST_DEPTH = 64;
/** Past that, reading stops at once: a reader that calls itself must not be driven further. */
const DEEPEST = 900;
const MOST_NUMBER = 2 ** 53 - 1;
const MOST_FIGURES = 400;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const HALF = /\p{Surrogate}/u;

/** A number written with a point or an exponent: `1.0` is no whole number, though it is worth one. */
export class Real {
  constructor(value) { this.value = value; }
}

export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Real);
export const isWhole = (value) => typeof value === "number";
export const isNumber = (value) => typeof value === "number" || value instanceof Real;
export const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
/** Whatever stands in a document as a text to name it by: an object has none of its own. */
export const named = (value) => (typeof value === "string" ? value : JSON.stringify(value) || "");
/** How many characters, as people count them: one beyond the basic plane is one. */
export const size = (text) => {
  let found = 0;
  for (const _ of text) found += 1;
  return found;
};

/** The value of a JSON text in UTF-8 (bytes). */
export function parse(bytes, mostBytes = MOST_BYTES) {
  if (bytes.length > mostBytes) throw refuse("json_size", { most: mostBytes });
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse("json_encoding", { position: 0 });
  }
  return new Reader(text).whole();
}

/** As `parse`, where an object is expected. */
export function parseObject(bytes, mostBytes = MOST_BYTES) {
  const value = parse(bytes, mostBytes);
  if (!isObject(value)) throw refuse("json_no_object");
  return value;
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.deepest = 0;
    this.halves = false;
  }

  whole() {
    this.blank();
    const value = this.value(1);
    this.blank();
    if (this.at < this.text.length) throw this.syntax();
    if (this.deepest > MOST_DEPTH) throw refuse("json_depth", { most: MOST_DEPTH });
    if (this.halves) throw refuse("json_surrogate");
    return value;
  }

  syntax() {
    const lines = this.text.slice(0, this.at).split("\n");
    return refuse("json_syntax", { line: lines.length, column: lines[lines.length - 1].length + 1 });
  }

  blank() {
    while (" \t\n\r".includes(this.text[this.at] || "x")) this.at += 1;
  }

  value(depth) {
    const letter = this.text[this.at];
    if (letter === "{" || letter === "[") {
      if (depth > DEEPEST) throw refuse("json_depth", { most: MOST_DEPTH });
      this.deepest = Math.max(this.deepest, depth);
      this.at += 1;
      return letter === "{" ? this.object(depth) : this.list(depth);
    }
    if (letter === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.text.startsWith(word, this.at)) { this.at += word.length; return value; }
    }
    for (const word of ["NaN", "Infinity", "-Infinity"]) {
      if (this.text.startsWith(word, this.at)) throw refuse("json_number", { figures: word });
    }
    return this.number();
  }

  number() {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) throw this.syntax();
    this.at += found[0].length;
    const value = Number(found[0]);
    const real = found[1] !== undefined || found[2] !== undefined;
    if (found[0].length > MOST_FIGURES || (real ? !Number.isFinite(value) : Math.abs(value) > MOST_NUMBER))
      throw refuse("json_number", { figures: found[0].slice(0, 40) });
    return real ? new Real(value) : value + 0;
  }

  string() {
    this.at += 1;
    let found = "";
    for (;;) {
      PLAIN.lastIndex = this.at;
      const plain = PLAIN.exec(this.text)[0];
      found += plain;
      this.at += plain.length;
      const letter = this.text[this.at];
      if (letter !== '"' && letter !== "\\") throw this.syntax();
      this.at += 1;
      if (letter === '"') break;
      found += this.escape();
    }
    if (!this.halves && HALF.test(found)) this.halves = true;
    return found;
  }

  escape() {
    const letter = this.text[this.at];
    this.at += 1;
    if (letter === "u") {
      const figures = this.text.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(figures)) throw this.syntax();
      this.at += 4;
      return String.fromCharCode(parseInt(figures, 16));
    }
    if (letter === undefined || !has(ESCAPES, letter)) throw this.syntax();
    return ESCAPES[letter];
  }

  list(depth) {
    const found = [];
    this.blank();
    if (this.text[this.at] === "]") { this.at += 1; return found; }
    for (;;) {
      this.blank();
      found.push(this.value(depth + 1));
      this.blank();
      const letter = this.text[this.at];
      if (letter !== "," && letter !== "]") throw this.syntax();
      this.at += 1;
      if (letter === "]") return found;
    }
  }

  object(depth) {
    const found = Object.create(null);
    let twice = null;
    this.blank();
    if (this.text[this.at] === "}") { this.at += 1; return found; }
    for (;;) {
      this.blank();
      if (this.text[this.at] !== '"') throw this.syntax();
      const name = this.string();
      this.blank();
      if (this.text[this.at] !== ":") throw this.syntax();
      this.at += 1;
      this.blank();
      const value = this.value(depth + 1);
      if (has(found, name)) twice = twice === null ? name : twice;
      found[name] = value;
      this.blank();
      const letter = this.text[this.at];
      if (letter !== "," && letter !== "}") throw this.syntax();
      this.at += 1;
      if (letter === "}") break;
    }
    if (twice !== null) throw refuse("json_duplicate", { name: twice.slice(0, 80).replace(/\p{Surrogate}/gu, "?") });
    return found;
  }
}
