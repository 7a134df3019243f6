import { AndFilter, EqualityFilter, type Filter, NotFilter, OrFilter, PresenceFilter, SubstringFilter } from 'ldapts';
import { dnKey, isUnder, parentDn, sameDn } from '../../src/people/distinguished-name';
import { asList, type AttributeValue, type CatalogueEntry } from '../support/builders/ldif';
import type { SearchRequest } from './ldap-requests';
import type { ResultEntry } from './ldap-responses';

/* What an honest directory answers. Text is compared without case, as caseIgnoreMatch does. */

/** Given only to those who ask for them by name, or for `+`. */
const OPERATIONAL = new Set(['entryuuid', 'entrycsn', 'modifytimestamp', 'createtimestamp']);

/** Every match, in the order of the entries. */
export const search = (entries: readonly CatalogueEntry[], { base, scope, filter, attributes }: SearchRequest): ResultEntry[] =>
  entries
    .filter(({ dn }) => isInScope(dn, base, scope))
    .filter((entry) => matches(filter, entry))
    .map((entry) => ({ dn: entry.dn, attributes: selected(entry, attributes) }));

/** Whether there is anything to search under. */
export const hasBase = (entries: readonly CatalogueEntry[], base: string): boolean => entries.some(({ dn }) => isInScope(dn, base, 'sub'));

function isInScope(dn: string, base: string, scope: SearchRequest['scope']): boolean {
  if (scope === 'one') return dnKey(parentDn(dn) ?? '') === dnKey(base);
  return sameDn(dn, base) || (scope === 'sub' && isUnder(dn, base));
}

const baseOf = (description: string): string => description.toLowerCase().split(';', 1)[0]!;

/** `sn` asks for `sn;lang-sv` too. */
const asksFor = (asked: string, description: string): boolean =>
  asked.toLowerCase() === description.toLowerCase() || asked.toLowerCase() === baseOf(description);

function selected({ attributes }: CatalogueEntry, asked: readonly string[]): ResultEntry['attributes'] {
  const isAsked = (description: string): boolean => {
    if (asked.some((one) => asksFor(one, description))) return true;
    return OPERATIONAL.has(baseOf(description)) ? asked.includes('+') : asked.length === 0 || asked.includes('*');
  };
  return Object.entries(attributes)
    .map(([description, values]) => [description, asList(values)] as const)
    .filter(([description, values]) => values.length > 0 && isAsked(description));
}

const valuesOf = ({ attributes }: CatalogueEntry, asked: string): string[] =>
  Object.entries(attributes)
    .filter(([description]) => asksFor(asked, description))
    .flatMap(([, values]) => asList(values).map(comparable));

const comparable = (value: AttributeValue): string => value.toString().toLowerCase();

export function matches(filter: Filter, entry: CatalogueEntry): boolean {
  if (filter instanceof AndFilter) return filter.filters.every((one) => matches(one, entry));
  if (filter instanceof OrFilter) return filter.filters.some((one) => matches(one, entry));
  if (filter instanceof NotFilter) return !matches(filter.filter, entry);
  if (filter instanceof PresenceFilter) return valuesOf(entry, filter.attribute).length > 0;
  if (filter instanceof EqualityFilter) return valuesOf(entry, filter.attribute).includes(comparable(filter.value));
  if (filter instanceof SubstringFilter) return valuesOf(entry, filter.attribute).some((value) => holds(value, filter));
  throw new Error(`This server does not know the filter ${filter.toString()}`);
}

function holds(value: string, { initial, any, final }: SubstringFilter): boolean {
  if (!value.startsWith(initial.toLowerCase())) return false;
  let at = initial.length;
  for (const part of any.map((one) => one.toLowerCase())) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - final.length >= at && value.endsWith(final.toLowerCase());
}
