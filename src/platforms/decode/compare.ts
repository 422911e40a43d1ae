/** What was requested beside what was issued, where a record holds both. */
import { isObject, type Json, type JsonObject } from '../../domain/json.ts';
import { type Decoded, decodeValue } from './decode.ts';

const REQUEST = 'signing request';
const CERTIFICATE = 'certificate';
/** Further values of a record are not looked at. */
const MOST_LOOKED_AT = 20;
/** PEM with its line breaks written out, as JSON has them, and DER in base64. */
const BLOBS =
  /-----BEGIN (?:NEW )?CERTIFICATE(?: REQUEST)?-----[^"]*?-----END [A-Z ]+-----|\bMII[A-Za-z0-9+/]{160,}={0,2}/g;

/** With what differs from the certificate to a request, or from the request to a certificate, that these texts hold. */
export function compared(decoded: Decoded, texts: readonly string[], now: number): Decoded {
  const wanted = decoded.what === REQUEST ? CERTIFICATE : decoded.what === CERTIFICATE ? REQUEST : null;
  if (wanted === null || !isObject(decoded.value)) return decoded;
  for (const [blob] of texts.flatMap((text) => [...text.matchAll(BLOBS)]).slice(0, MOST_LOOKED_AT)) {
    const other = decodeValue(blob, now);
    if (other?.what !== wanted || !isObject(other.value)) continue;
    const isRequest = decoded.what === REQUEST;
    const [asked, issued] = isRequest ? [decoded.value, other.value] : [other.value, decoded.value];
    const told = isRequest ? 'issued in this record' : 'requested in this record';
    return { ...decoded, value: { [told]: differences(asked, issued), ...decoded.value } };
  }
  return decoded;
}

function differences(asked: JsonObject, issued: JsonObject): Json {
  const found: Record<string, Json> = {};
  for (const field of ['subject', 'key']) {
    if (asked[field] !== issued[field])
      found[`! ${field}`] = { requested: asked[field] ?? null, issued: issued[field] ?? null };
  }
  const [wanted, given] = [namesIn(asked), namesIn(issued)];
  const missing = wanted.filter((name) => !given.includes(name));
  const added = given.filter((name) => !wanted.includes(name));
  if (missing.length > 0) found['! names requested, not issued'] = missing;
  if (added.length > 0) found['! names issued, not requested'] = added;
  if (keyIn(asked) !== keyIn(issued)) found['! key pair'] = 'not the one of the request';
  return Object.keys(found).length === 0 ? 'as requested: subject, names and key' : found;
}

const namesIn = ({ names }: JsonObject): readonly string[] =>
  Array.isArray(names) ? names.filter((name: Json) => typeof name === 'string') : [];

function keyIn({ fingerprints }: JsonObject): Json {
  return fingerprints !== undefined && isObject(fingerprints) ? (fingerprints['key SHA-256'] ?? null) : null;
}
