/* The members of a document, each asked for once: what is missing, unknown or wrong is refused by its path. */
import { isDay } from "./moments.js";
import { refuse } from "./refusing.js";
import { has, isNumber, isObject, isWhole, size, Real } from "./strict_json.js";

const MOST_CHARACTERS = 500;
const MOST_ITEMS = 20_000;

/** What Python's strip() takes off, so that a text of nothing else is empty for both. */
const BLANK = /^[\s\u001c-\u001f\u0085]*$/u;

const isText = (value) => typeof value === "string" && !BLANK.test(value.replace(/\ufeff/g, "x")) && size(value) <= MOST_CHARACTERS;

export class Fields {
  constructor(value, path = "") {
    this.value = value;
    this.path = path;
    this.asked = new Set();
  }

  place(name) { return this.path ? `${this.path}.${name}` : name; }

  get(name) {
    this.asked.add(name);
    if (!isObject(this.value)) throw refuse("field_object", { path: this.path || null });
    return has(this.value, name) ? this.value[name] : null;
  }

  text(name) {
    const found = this.get(name);
    if (!isText(found)) throw refuse("field_text", { path: this.place(name), most: MOST_CHARACTERS });
    return found;
  }

  optionalText(name) { return this.get(name) === null ? null : this.text(name); }

  texts(name) {
    return this.items(name, (fields) => {
      if (!isText(fields.value)) throw refuse("field_text", { path: fields.path, most: MOST_CHARACTERS });
      return fields.value;
    }, false);
  }

  choice(name, kinds) {
    const found = this.get(name);
    if (typeof found !== "string" || !kinds.includes(found))
      throw refuse("field_choice", { path: this.place(name), choices: kinds.join(", ") });
    return found;
  }

  day(name) {
    const found = this.get(name);
    if (!isDay(found)) throw refuse("field_day", { path: this.place(name) });
    return found;
  }

  window() {
    const since = this.day("since");
    const until = this.get("until") === null ? null : this.day("until");
    if (until !== null && until < since) throw refuse("field_window", { path: this.place("until") });
    return { since, until };
  }

  whole(name, least = 0) {
    const found = this.get(name);
    if (!isWhole(found) || found < least) throw refuse("field_number", { path: this.place(name) });
    return found;
  }

  number(name) {
    const found = this.get(name);
    if (!isNumber(found)) throw refuse("field_number", { path: this.place(name) });
    return found instanceof Real ? found.value : found;
  }

  items(name, read, required = true) {
    const found = this.get(name);
    if (found === null && !required) return [];
    if (!Array.isArray(found) || found.length > MOST_ITEMS)
      throw refuse("field_list", { path: this.place(name), most: MOST_ITEMS });
    return found.map((item, number) => {
      const inner = new Fields(item, `${this.place(name)}[${number}]`);
      const value = read(inner);
      inner.end();
      return value;
    });
  }

  end() {
    if (!isObject(this.value)) return;
    for (const name of Object.keys(this.value).sort())
      if (!this.asked.has(name)) throw refuse("field_unknown", { path: this.place(name.slice(0, 60)), name: name.slice(0, 60) });
  }
}
