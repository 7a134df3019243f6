import type { ReadRequest } from '../../../src/directory/directory-source';
import { hsaIdKey } from '../../../src/people/hsa-id';

/** A full read by somebody who knows these people from before, though not how their entries were marked. */
export function aReadRequest({
  known = [],
  ...rest
}: Partial<Omit<ReadRequest, 'known'>> & { known?: readonly string[] } = {}): ReadRequest {
  return { full: true, memory: null, ...rest, known: new Map(known.map((hsaId) => [hsaIdKey(hsaId), null])) };
}
