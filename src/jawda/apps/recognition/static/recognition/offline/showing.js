/* A verdict on the page: shape, word, reason, what it rests on. Text is only ever set as text. */
import { has } from "./strict_json.js";

/** Verdicts that one check alone gives. */
const OWN_CHECK = { withdrawn: "withdrawn", expired: "expired", not_yet_valid: "not_yet", suspended: "suspended" };
/** To be known, and no reason for which a verdict cannot be given. */
const ONLY_TOLD = ["no_status", "accreditation_no_status", "outside_arrangement", "no_accreditation"];
const FACTS = ["number", "replaces", "kind", "holder", "standard", "scope", "issuer", "accreditation", "from", "until"];
const SEALS = { not_yet_valid: "expired" };

function element(name, text = null, className = "") {
  const found = document.createElement(name);
  if (text !== null) found.textContent = text;
  if (className) found.className = className;
  return found;
}

const drawing = (kind, name) => {
  const template = document.querySelector(`template[data-${kind}="${name}"]`);
  return { node: template.content.cloneNode(true), tone: template.dataset.tone };
};

/** Draw `found` (of chain.js or summary.js) into `place`. `said`: wording, the pack kept, notes to set before. */
export function show(place, found, { wording, held, notes, reminder }) {
  place.replaceChildren(verdict(found, wording, held), ...notes.map((note) => element("p", note, "callout note gap-s")));
  if (reminder && found.verdict !== "invalid") place.append(element("p", reminder.slice(0, 1).toLocaleUpperCase() + reminder.slice(1), "aside-note"));
  const about = facts(found, wording, held);
  if (about.length) place.append(section(wording.page("facts"), list(about)));
  const checks = element("ul");
  for (const check of found.checks) {
    const item = element("li");
    item.append(drawing("mark", check.status).node, " ", element("span", `${wording.page(check.status)}${wording.page("colon")}`, "vh"),
      wording.check(check));
    checks.append(item);
  }
  const fold = element("details", null, "fold");
  fold.append(element("summary", wording.page("checks")), checks);
  fold.open = found.verdict !== "valid";
  const part = element("div", null, "part-s");
  part.append(fold);
  place.append(part);
  place.hidden = false;
  place.scrollIntoView({ block: "start" });
}

/** A sentence where there is nothing to judge. */
export function tell(place, sentence, tone = "fair") {
  const told = element("p", sentence, `callout ${tone}`);
  told.setAttribute("role", "alert");
  place.replaceChildren(told);
  place.hidden = false;
}

function verdict(found, wording, held) {
  const outside = found.verdict === "valid" && found.then && found.then.recognition === "outside_arrangement";
  const { node, tone } = drawing("seal", outside ? "outside" : SEALS[found.verdict] || found.verdict);
  const block = element("div", null, `verdict ${tone}`);
  const words = element("div");
  words.append(element("h2", headline(found, outside, wording)));
  if (given(found, wording, held)) words.append(element("p", given(found, wording, held)));
  const why = reason(found, wording);
  if (why) words.append(element("p", why));
  const age = wording.age(held.keptAt, found.asOf);
  words.append(element("p", wording.page("as_of", { kept: wording.moment(held.keptAt), age }), "meta"));
  block.append(node, words);
  block.dataset.verdict = found.verdict;
  return block;
}

function headline(found, outside, wording) {
  const kind = (found.attestation || found.summary || {}).kind;
  if (outside && ["management_system", "product", "person", "calibration"].includes(kind)) return wording.phrases.outside;
  const own = (kind && wording.phrases.headlines[kind]) || {};
  return own[found.verdict] || wording.check({ id: `verification.is_${found.verdict}` });
}

/** Why, in one sentence: what the verdict rests on; of what is valid, by whom its issuer is recognised. */
function reason(found, wording) {
  if (found.verdict !== "valid") {
    const against = found.checks.find((check) => decides(found, check));
    return against ? wording.check(against) : "";
  }
  return found.then ? wording.check({ id: `verification.recognised_${found.then.recognition}` }) : "";
}

/** Whether a check is why the verdict is the one that is told: of several that hold it is the gravest. */
export function decides(found, check) {
  const name = check.id.replace(/^verification\./, "");
  if (has(OWN_CHECK, found.verdict)) return name === OWN_CHECK[found.verdict];
  if (found.verdict === "invalid") return check.status === "fail" && !Object.values(OWN_CHECK).includes(name);
  return check.status === "warn" && !ONLY_TOLD.includes(name);
}

/** Who gave it to whom; of what was forged nothing is said as if it were so. */
function given(found, wording, held) {
  const one = found.attestation || found.summary;
  if (!one || found.verdict === "invalid") return "";
  const standard = one.standard || (one.scheme && one.scheme.name);
  return standard ? wording.page("issued_to", { holder: one.holder, standard, issuer: issuerOf(one, held) }) : "";
}

const issuerOf = (one, held) => held.pack.nameOf(one.issuer) || one.issuerName || one.issuer;

function facts(found, wording, held) {
  const one = found.attestation || found.summary;
  if (!one || (found.verdict === "invalid" && found.checks.some((check) => check.id === "credentials.token_signature"))) return [];
  const said = {
    number: one.number, replaces: one.replaces, kind: one.kind && wording.phrases.kinds[one.kind], holder: one.holder, standard: one.standard, scope: one.scope,
    issuer: issuerOf(one, held), accreditation: found.accreditation ? found.accreditation.number : null,
    from: wording.dayOf(one.validFrom), until: one.validUntil === null ? null : wording.dayOf(one.validUntil),
  };
  return FACTS.filter((name) => said[name]).map((name) => [wording.page(name), said[name]]);
}

function list(rows) {
  const found = element("dl", null, "facts gap-s");
  for (const [name, value] of rows) {
    const held = element("dd");
    held.append(element("bdi", value));
    found.append(element("dt", name), held);
  }
  return found;
}

function section(title, content) {
  const found = element("section", null, "part-s");
  found.append(element("h2", title), content);
  return found;
}
