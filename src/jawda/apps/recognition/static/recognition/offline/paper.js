/* The signed document that a PDF carries as an attachment (ISO 32000-2, 7.11.4). No reader of PDFs: embedded files stand as
   streams of their own in the file, and what is in one is a signed document or it is not. */
import { unpacked } from "./status_list.js";
import { latin, MOST_TOKEN_BYTES } from "./token.js";

const EMBEDDED = /\/Type\s*\/EmbeddedFile|\/EmbeddedFile\b/g;
const BEFORE = 4_096;
const MOST_FILES = 200;
const TOKEN = /^[\s]*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+[\s]*$/;

export const isPaper = (bytes) => latin(bytes.subarray(0, 1_024)).includes("%PDF-");

/** Each different signed document that is attached. */
export async function credentialsIn(bytes) {
  const text = latin(bytes);
  const found = new Map();
  let count = 0;
  for (const match of text.matchAll(EMBEDDED)) {
    count += 1;
    if (count > MOST_FILES) break;
    const begin = text.lastIndexOf("obj", match.index);
    const stream = text.indexOf("stream", match.index);
    if (begin < 0 || stream < 0 || match.index - begin > BEFORE || stream - match.index > BEFORE) continue;
    const data = await content(bytes, text, text.slice(begin, stream), stream);
    if (data !== null && TOKEN.test(latin(data))) found.set(latin(data).trim(), data);
  }
  return [...found.values()];
}

async function content(bytes, text, dictionary, stream) {
  const first = stream + 6 + (text.startsWith("\r\n", stream + 6) ? 2 : 1);
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary);
  const last = length ? first + Number(length[1]) : text.indexOf("endstream", first);
  if (last < first || last > bytes.length || last - first > 2 * MOST_TOKEN_BYTES) return null;
  const data = bytes.subarray(first, last);
  if (!dictionary.includes("/Filter")) return data;
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?/.test(dictionary)) return null;
  const { bytes: plain } = await unpacked(data, "deflate", MOST_TOKEN_BYTES + 1);
  return plain.length > MOST_TOKEN_BYTES ? null : plain;
}
