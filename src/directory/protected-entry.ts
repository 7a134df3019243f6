import { directoryTexts } from '../texts/sv/directory';
import type { ReadEntry } from './directory-source';

/** Letters, digits, at most one separator, blanks only between these: as any HSA-id however badly written, and no name. */
const LIKE_HSA_ID = /^ *[a-z]{0,6} *\d{6,12} *[^\p{L}\p{N}]? *[a-z0-9]{0,18} *$/iu;

/** As `printable` writes what cannot be seen. */
const UNSEEN = /\\u[0-9a-f]{4}/g;

const isLikeHsaId = (text: string): boolean => LIKE_HSA_ID.test(text.replace(UNSEEN, ' '));

/**
 * What may be stored and shown in the open of a protected person's entry: which faults it has, not the values at fault.
 * Anything may stand in a value that is wrong, a name as well.
 *
 * | of the entry | shown |
 * |---|---|
 * | an HSA-id, also one that is malformed or holds blanks | yes |
 * | a text in its place that is nothing like one | no |
 * | kind and attribute of a problem, and what is said of it | yes |
 * | the value at fault, and a role that is nearly right | no |
 *
 * `dn` and `person` are left: they are for the sealed record, and nobody shows them.
 */
export function withoutValues(entry: ReadEntry): ReadEntry {
  return {
    ...entry,
    hsaId: entry.hsaId !== null && isLikeHsaId(entry.hsaId) ? entry.hsaId : null,
    role: entry.role.kind === 'near' ? { ...entry.role, value: directoryTexts.notShown } : entry.role,
    problems: entry.problems.map(({ value: _value, ...problem }) => problem),
  };
}
