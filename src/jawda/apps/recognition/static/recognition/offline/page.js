/* The page that verifies without a network: what comes in, what is kept, what is said. */
import { verify } from "./chain.js";
import { fetchPack, keepPage, keptPack } from "./keeping.js";
import { known } from "./keys.js";
import { now } from "./moments.js";
import { credentialsIn, isPaper } from "./paper.js";
import { NotHere, Refused } from "./refusing.js";
import { show, tell } from "./showing.js";
import { doubted } from "./standing.js";
import * as summaries from "./summary.js";
import { bytesOf } from "./token.js";
import { Wording } from "./wording.js";

const MOST_BYTES = 2_000_000;
const MOST_PAPER_BYTES = 20_000_000;
const CLOCK = 15 * 60_000_000;
const AGED = 6 * 3_600_000_000;
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

const root = document.getElementById("verifier");
const field = (id) => document.getElementById(id);
const result = field("result");
const keeper = JSON.parse(root.dataset.keeper || "null");
let wording = null;
let held = null;

const say = (name, data) => wording.page(name, data);

async function begin() {
  const answer = await fetch(root.dataset.phrases, { credentials: "omit" });
  wording = new Wording(await answer.json());
  if (!(globalThis.crypto && crypto.subtle && globalThis.DecompressionStream && globalThis.caches)) return stop("no_browser");
  if (!(await known("Ed25519"))) return stop("no_algorithm");
  if (!("BarcodeDetector" in globalThis)) {
    field("photo").hidden = true;
    field("photo-hint").textContent = say("no_photo");
  }
  await look();
  const paper = !location.pathname.startsWith(root.dataset.page);
  if (paper) notice(say("here_offline"));
  listen();
  const checked = location.hash.length > 1 || paper ? ofAddress(new URL(location.href)) : null;
  if (!paper) await refresh(held === null || now() - held.keptAt > AGED);
  await checked;
  root.dataset.ready = "yes";
  return null;
}

function stop(name) {
  tell(result, say(name), "poor");
  field("check").hidden = true;
  field("kept").hidden = true;
  root.dataset.ready = "no";
}

function notice(text) {
  field("notice").textContent = text;
  field("notice").hidden = false;
}

/** What is kept, and what that is worth now. */
async function look() {
  try {
    held = await keptPack(root.dataset.pack, keeper);
  } catch (fault) {
    if (!(fault instanceof Refused || fault instanceof NotHere)) throw fault;
    held = null; /* what was kept cannot be believed: as if it were not there */
  }
  if (held) wording.trust = held.pack.trust;
  const until = held && wording.moment(held.pack.goodUntil);
  const kept = held && say("kept", { kept: wording.moment(held.keptAt), issuers: held.pack.issuers, until });
  field("kept-words").textContent = held === null ? say("kept_nothing") : now() > held.pack.goodUntil ? say("kept_old", { until }) : kept;
  field("kept").classList.toggle("fair", held === null || now() > held.pack.goodUntil);
  field("kept").classList.toggle("note", held !== null && now() <= held.pack.goodUntil);
}

/** Fetch anew what is kept; the page itself too. Without a network what was kept stays. */
async function refresh(wanted, asked = false) {
  try {
    if (wanted) {
      const found = await fetchPack(root.dataset.pack, keeper, held);
      if (found.missing) {
        field("kept-words").textContent = say("no_pack");
        return;
      }
      await look();
    }
    if (!(await keepPage(root.dataset.worker, root.dataset.page, root.dataset.code))) throw new Error("page");
    root.dataset.kept = "yes";
    if (asked) field("kept-words").textContent += ` ${say("refreshed")}`;
  } catch (fault) {
    const why = fault instanceof Refused ? wording.check({ id: fault.message, data: fault.data }) : "";
    const told = why ? say("kept_failed", { why }) : say("not_refreshed");
    if (asked || why) field("kept-words").textContent += ` ${told}`;
  }
}

function listen() {
  field("refresh").addEventListener("click", async () => {
    field("refresh").disabled = true;
    await look();
    await refresh(true, true);
    field("refresh").disabled = false;
  });
  field("check").addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(typed);
  });
  field("file").addEventListener("change", () => { if (field("file").files.length) guarded(() => ofFile(field("file").files[0])); });
  field("photo").addEventListener("change", () => { if (field("photo").files.length) guarded(() => ofPhoto(field("photo").files[0])); });
  globalThis.addEventListener("hashchange", () => { if (location.hash.length > 1) guarded(() => ofAddress(new URL(location.href))); });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) guarded(() => ofFile(file));
  });
}

async function guarded(task) {
  tell(result, say("working"), "note");
  try {
    await task();
  } catch (fault) {
    tell(result, say("not_signed"));
    throw fault;
  }
}

async function typed() {
  const text = field("text").value.trim();
  if (field("file").files.length && !text) return ofFile(field("file").files[0]);
  return text ? ofText(text) : tell(result, say("no_file"));
}

async function ofText(text) {
  if (text.length > MOST_BYTES) return tell(result, say("too_large"));
  if (/^https?:\/\//i.test(text)) {
    let address;
    try {
      address = new URL(text);
    } catch {
      return tell(result, say("not_signed"));
    }
    return ofAddress(address);
  }
  const plain = text.replace(/\s+/g, "");
  if (text.startsWith("{") || TOKEN.test(plain)) return ofDocument(new TextEncoder().encode(text.startsWith("{") ? text : plain));
  return tell(result, say("not_signed"));
}

/** The signed summary in the fragment, which no server receives. */
async function ofAddress(address) {
  const summary = address.hash.slice(1);
  if (!TOKEN.test(summary)) return tell(result, say("needs_network"));
  const notes = [say("summary_only")];
  if (address.origin !== location.origin) notes.push(say("not_for_here"));
  return judge((pack, at) => summaries.verify(bytesOf(summary), pack, at), notes);
}

async function ofFile(file) {
  if (file.size > MOST_PAPER_BYTES) return tell(result, say("too_large"));
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!bytes.length) return tell(result, say("empty"));
  if (isPaper(bytes)) {
    const found = await credentialsIn(bytes);
    if (found.length !== 1) return tell(result, say(found.length ? "pdf_several" : "pdf_nothing"));
    return ofDocument(found[0]);
  }
  return bytes.length > MOST_BYTES ? tell(result, say("too_large")) : ofDocument(bytes);
}

async function ofPhoto(file) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const codes = await detector.detect(await createImageBitmap(file));
  const texts = codes.map((code) => code.rawValue);
  if (!texts.length) return tell(result, say("photo_nothing"));
  if (new Set(texts.map((text) => text.split("#", 1)[0])).size > 1) return tell(result, say("photo_several"));
  const [text] = texts.sort((one, other) => other.length - one.length); /* of the two of a paper, the one that holds more */
  return /^https?:\/\//i.test(text) ? ofText(text) : tell(result, say("photo_other"));
}

const ofDocument = (bytes) => judge((pack, at) => verify(bytes, pack, at), []);

/** The verdict by what is kept; where nothing is, that is said. */
async function judge(by, notes) {
  if (held === null) return tell(result, say("kept_nothing"));
  const at = now();
  let found = await by(held.pack, at);
  if (at < held.pack.issuedAt - CLOCK && found.verdict !== "invalid")
    found = { ...found, verdict: "unknown", checks: [doubted("clock_behind"), ...found.checks] };
  const kind = (found.attestation || found.summary || {}).kind;
  const also = found.summary && found.summary.shortened.length
    ? [say("shortened", { what: found.summary.shortened.map((name) => say(name)).join(", ") })] : [];
  const reminder = kind && wording.phrases.reminders[kind];
  return show(result, found, { wording, held, notes: [...notes, ...also], reminder: reminder || "" });
}

begin();
