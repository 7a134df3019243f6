import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts';
import type { Entry } from './ad-entry';
import type { Replica } from './ad-replica';
import { ATTRIBUTES, folded } from './ad-schema';
import type { Caller } from './ad-rights';
import { see } from './ad-view';

/** Bits that are all set: `userAccountControl:1.2.840.113556.1.4.803:=2`. */
const BIT_AND = '1.2.840.113556.1.4.803';

/**
 * Whether AD finds it; null for undefined, which is not found and whose negation is not found either (RFC 4511, 4.5.1.7):
 * an attribute that the schema does not have, or one that is constructed.
 */
export function matches(filter: Filter, entry: Entry, replica: Replica, caller: Caller): boolean | null {
  const each = (filters: readonly Filter[]): (boolean | null)[] => filters.map((one) => matches(one, entry, replica, caller));
  if (filter instanceof AndFilter) return all(each(filter.filters));
  if (filter instanceof OrFilter) return not(all(each(filter.filters).map(not)));
  if (filter instanceof NotFilter) return not(matches(filter.filter, entry, replica, caller));

  const values = (attribute: string): readonly Buffer[] | null => valuesOf(entry, attribute, replica, caller);
  if (filter instanceof PresenceFilter) return some(values(filter.attribute), () => true);
  if (filter instanceof EqualityFilter) {
    const isSame = comparison(filter.attribute, Buffer.from(filter.value as string), replica);
    return some(values(filter.attribute), isSame);
  }
  if (filter instanceof SubstringFilter) return some(values(filter.attribute), (value) => holds(value, filter));
  if (filter instanceof GreaterThanEqualsFilter) return some(values(filter.attribute), (value) => compare(value, filter.value) >= 0);
  if (filter instanceof LessThanEqualsFilter) return some(values(filter.attribute), (value) => compare(value, filter.value) <= 0);
  if (filter instanceof ExtensibleFilter && filter.rule === BIT_AND) {
    return some(values(filter.matchType), (value) => (BigInt(value.toString()) & BigInt(filter.value)) === BigInt(filter.value));
  }
  return null;
}

const not = (one: boolean | null): boolean | null => (one === null ? null : !one);
const all = (many: readonly (boolean | null)[]): boolean | null => (many.includes(false) ? false : many.includes(null) ? null : true);
const some = (values: readonly Buffer[] | null, test: (value: Buffer) => boolean): boolean | null => values?.some(test) ?? null;

/** Null where it is undefined. */
function valuesOf(entry: Entry, attribute: string, replica: Replica, caller: Caller): readonly Buffer[] | null {
  const name = attribute.toLowerCase();
  const seen = see(entry, name, replica, caller);
  if (seen && !ATTRIBUTES.get(name)?.isConstructed) return seen.values;
  const schema = ATTRIBUTES.get(name);
  return schema && !schema.isConstructed ? [] : null;
}

function comparison(attribute: string, asked: Buffer, replica: Replica): (value: Buffer) => boolean {
  const name = attribute.toLowerCase();
  const syntax = ATTRIBUTES.get(name)?.syntax ?? 'text';
  if (syntax === 'octets') return (value) => value.equals(asked);
  const text = asked.toString('utf8');
  if (syntax === 'dn') {
    // AD takes `objectCategory=person` for the category's whole name.
    if (name === 'objectcategory' && !text.includes('=')) return (value) => folded(value.toString()).startsWith(`cn=${folded(text)},`);
    const target = found(text, replica);
    return (value) => folded(value.toString()) === folded(target ?? text);
  }
  return (value) => folded(value.toString()) === folded(text);
}

/** As AD writes the name; null where there is no such object. */
function found(name: string, replica: Replica): string | null {
  try {
    const entry = replica.find(name)?.entry;
    return entry ? replica.dnOf(entry) : null;
  } catch {
    return null;
  }
}

function compare(value: Buffer, asked: string): number {
  const text = value.toString('utf8');
  if (/^-?\d+$/.test(text) && /^-?\d+$/.test(asked)) return BigInt(text) < BigInt(asked) ? -1 : BigInt(text) > BigInt(asked) ? 1 : 0;
  return folded(text).localeCompare(folded(asked));
}

function holds(value: Buffer, { initial, any, final }: SubstringFilter): boolean {
  const text = folded(value.toString('utf8'));
  if (!text.startsWith(folded(initial))) return false;
  let at = folded(initial).length;
  for (const part of any.map(folded)) {
    const next = text.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return text.length - folded(final).length >= at && text.endsWith(folded(final));
}
