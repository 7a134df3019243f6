import type { IncomingMessage } from 'node:http';
import { Problem } from './problem';

/**
 * Reads a request's body, uncompressed.
 *
 * @param types media types that are taken, lower case
 * @param limit octets
 * @returns null where there is none
 * @throws Problem `wrong-content-type`, `too-large`, `malformed-request`
 */
export async function readBody(
  request: IncomingMessage,
  types: readonly string[],
  limit: number,
): Promise<{ type: string; content: Buffer } | null> {
  const { 'content-type': declared = '', 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
  if (length === undefined && request.headers['transfer-encoding'] === undefined) return null;
  if (length === '0') return null;
  const type = (declared.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (!types.includes(type) || encoding.toLowerCase() !== 'identity')
    throw new Problem('wrong-content-type', { headers: { Accept: types.join(', '), Connection: 'close' } });
  if (Number(length ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new Problem('malformed-request', { cause: error }); // the sender went away in the midst of it
  }
  if (size > limit) throw tooLarge();
  return { type, content: Buffer.concat(chunks) };
}

/** What is left of the body is not read: the connection ends. */
const tooLarge = (): Problem => new Problem('too-large', { headers: { Connection: 'close' } });

/**
 * @returns undefined for no text
 * @throws Problem `malformed-json`
 */
export function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)) as unknown;
  } catch {
    throw new Problem('malformed-json'); // without its cause: a parser quotes what it stumbled on
  }
}
