import { DistinguishedNameError } from '../../../src/people/distinguished-name';
import type { SearchRequest } from '../ldap-requests';
import type { ResultEntry } from '../ldap-responses';
import type { Entry } from './ad-entry';
import { AdError, badName, noSuchObject, referral } from './ad-error';
import { matches } from './ad-filter';
import type { Replica } from './ad-replica';
import { ATTRIBUTES } from './ad-schema';
import type { Caller } from './ad-rights';
import { namesOf, see, type Seen } from './ad-view';

/** AD's default: `MaxValRange` of its LDAP policy. */
export const MAX_VALUES = 1500;

/** @throws AdError */
export function baseOf(name: string, replica: Replica): Entry {
  const found = located(name, replica);
  if (!found.entry) throw noSuchObject(replica.dnOf(found.nearest));
  return found.entry;
}

/** @throws AdError for what is no name, and for one that is not of this forest */
export function located(name: string, replica: Replica): { entry: Entry | null; nearest: Entry } {
  try {
    const found = replica.find(name);
    if (!found) throw name === '' ? noSuchObject('') : referral(replica.root.rdn.value);
    return found;
  } catch (error) {
    if (error instanceof DistinguishedNameError) throw badName();
    throw error;
  }
}

/** Every match, in the order they came to this controller. @throws AdError */
export function search(request: SearchRequest, replica: Replica, caller: Caller): Entry[] {
  const base = baseOf(request.base, replica);
  const context = replica.contextOf(base);
  const isInScope = (entry: Entry): boolean => {
    if (request.scope === 'base') return entry === base;
    if (request.scope === 'one') return entry.parent === base.guid && replica.contextOf(entry) === context;
    return replica.isWithin(entry, base.guid) && replica.contextOf(entry) === context;
  };
  const among = request.scope === 'base' ? [base] : replica.entries;
  return [...among].filter((entry) => isInScope(entry) && matches(request.filter, entry, replica, caller) === true);
}

/** What of an entry is given. @throws AdError for a range that begins past the end */
export function selected(entry: Entry, asked: readonly string[], replica: Replica, caller: Caller): ResultEntry {
  const wantsAll = asked.length === 0 || asked.includes('*');
  const wanted = asked.map(readRange);
  const names = [...new Set([...(wantsAll ? namesOf(entry) : []), ...wanted.map(({ name }) => name)])];
  const attributes = names.flatMap((name): ResultEntry['attributes'] => {
    const seen = see(entry, name, replica, caller);
    if (!seen) return [];
    return ranged(seen, wanted.find((one) => one.name === name)?.from ?? null);
  });
  return { dn: replica.dnOf(entry), attributes };
}

const RANGE = /^([^;]+);range=(\d+)-(?:\d+|\*)$/i;

function readRange(description: string): { name: string; from: number | null } {
  const [, name, from] = RANGE.exec(description) ?? [];
  return { name: (name ?? description).toLowerCase(), from: from === undefined ? null : Number(from) };
}

/** Past `MaxValRange` AD gives the attribute empty, and beside it the values of one range. */
function ranged({ name, values }: Seen, from: number | null): ResultEntry['attributes'] {
  const isMany = ATTRIBUTES.get(name.toLowerCase())?.isSingle === false;
  if (from === null && (!isMany || values.length <= MAX_VALUES)) return [[name, values]];
  const start = from ?? 0;
  if (start >= values.length) throw new AdError(1, '000020D6: SvcErr: DSID-031007E5, problem 5012 (DIR_ERROR), data 0\n\0');
  const end = Math.min(start + MAX_VALUES, values.length);
  const range = `${name};range=${start}-${end === values.length ? '*' : end - 1}`;
  return [...(from === null ? [[name, []] as const] : []), [range, values.slice(start, end)]];
}
