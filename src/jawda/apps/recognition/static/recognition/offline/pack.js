/* The pack: what verification rests on, published and signed by the platform (core/credentials/offline_pack.py).

   A token on the first line, the contents after it; the token carries their SHA-256. */
import * as credentials from "./credential.js";
import { readHistory } from "./identities.js";
import { publicKey } from "./keys.js";
import { moment } from "./moments.js";
import { NotHere, Refused, refuse } from "./refusing.js";
import * as standing from "./standing.js";
import { readList } from "./status_list.js";
import { isWhole } from "./strict_json.js";
import * as tokens from "./token.js";

export const MOST_BYTES = 32 << 20;
const NONE = { versions: [], events: [] };

export class Pack {
  constructor(head, contents, trust) {
    Object.assign(this, head);
    this.trust = trust;
    const by = (items, name) => new Map(items.map((item) => [item[name], item]));
    this.identities = by(contents.identities, "id");
    this.accreditations = by(contents.accreditations, "url");
    this.statusLists = by(contents.statusLists, "url");
    this.histories = new Map();
    this.read = new Map();
  }

  /** The keys of a signer, null for one whom the pack does not know. A history that does not hold together is none. */
  history(did) {
    if (!this.histories.has(did)) this.histories.set(did, this.readHistory(did));
    return this.histories.get(did);
  }

  async readHistory(did) {
    const found = this.identities.get(did);
    return found ? orNull(() => readHistory(did, found.versions)) : null;
  }

  nameOf(did) {
    const found = this.identities.get(did);
    return found ? found.name : "";
  }

  accreditation(url) {
    const found = this.accreditations.get(url);
    if (!found) return NONE;
    const versions = found.versions.map(({ token, loggedAt }) => ({
      token: tokens.bytesOf(token), loggedAt: loggedAt ? moment(loggedAt) : null,
    }));
    return { versions, events: found.events };
  }

  /** The lists held for an address whose signature is good; the others are as if they were not there. */
  lists(url) {
    if (!this.read.has(url)) this.read.set(url, this.readLists(url));
    return this.read.get(url);
  }

  async readLists(url) {
    const found = this.statusLists.get(url);
    const read = await Promise.all((found ? found.tokens : []).map((token) => orNull(() => this.readList(token))));
    return read.filter((list) => list !== null);
  }

  async readList(token) {
    const credential = await credentials.read(tokens.bytesOf(token));
    const signed = await standing.signature(credential, await this.history(credential.issuer));
    if (signed.verdict !== "valid") return null;
    /* narrowed by the claims of its token, as any credential */
    const { validFrom, validUntil } = credential;
    return { ...(await readList(credential.document)), validFrom, validUntil };
  }
}

async function orNull(make) {
  try {
    return await make();
  } catch (fault) {
    if (fault instanceof Refused || fault instanceof NotHere) return null;
    throw fault;
  }
}

/** The pack in bytes. `keeper`: whose it has to be, `{issuer, keys}`, keys as JWK. Refused: another signer, another form. */
export async function readPack(bytes, keeper) {
  const end = bytes.indexOf(10);
  if (end < 0 || bytes.length > MOST_BYTES) throw refuse("bundle_type", { expected: "OfflinePack" });
  const token = tokens.read(bytes.subarray(0, end), ["offline-pack+jwt"], ["offline-pack"]);
  const keys = await Promise.all(keeper.keys.map(publicKey));
  const head = token.payload;
  if (!(await tokens.signedByOne(token, keys)) || head.issuer !== keeper.issuer)
    throw refuse("bundle_signer", { path: "kid", key: token.keyId.slice(0, 200) });
  const body = bytes.subarray(end + 1);
  if (head.type !== "OfflinePack" || head.sha256 !== tokens.hexadecimal(await tokens.sha256(body)) || !isWhole(head.issuers))
    throw refuse("bundle_type", { path: "type", expected: "OfflinePack" });
  /* what the platform signed is read by the browser's own reader; the tokens in it are read strictly, one by one */
  const contents = JSON.parse(new TextDecoder().decode(body));
  const said = {
    issuedAt: moment(head.issuedAt, "issuedAt"), goodUntil: moment(head.goodUntil, "goodUntil"), issuers: head.issuers,
    size: bytes.length,
  };
  return new Pack(said, contents, await readTrust(contents));
}

async function readTrust(contents) {
  if (!contents.trustList) return null;
  const token = tokens.read(tokens.bytesOf(contents.trustList), ["trust-list+jwt"], ["trust-list"]);
  const keys = await Promise.all(contents.trustKeys.map(publicKey));
  if (!(await tokens.signedByOne(token, keys))) throw refuse("trust_list_signer", { path: "kid", key: token.keyId.slice(0, 200) });
  return token.payload;
}
