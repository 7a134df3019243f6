import type { Shortened } from './account.types';

/**
 * The longest value AD takes, in UTF-16 units (`rangeUpper`; Microsoft, "Active Directory schema attributes", Windows
 * Server 2008 and later; `sAMAccountName` has 256 in the schema and 20 for users).
 */
export const LIMITS = {
  sAMAccountName: 20,
  userPrincipalName: 1024,
  cn: 64,
  displayName: 256,
  givenName: 64,
  sn: 64,
  mail: 256,
  telephoneNumber: 64,
  mobile: 64,
  title: 128,
  company: 64,
  department: 64,
  ou: 64,
  description: 1024,
} as const;

export type LimitedAttribute = keyof typeof LIMITS;

/** Of an attribute that has one. */
export const limitOf = (attribute: string): number | undefined =>
  Object.hasOwn(LIMITS, attribute) ? LIMITS[attribute as LimitedAttribute] : undefined;

export interface Fitted {
  value: string;
  /** Null where the value fits as it is. */
  shortened: Shortened | null;
}

/**
 * Cuts a value to what AD takes: between two characters as people see them (never inside a surrogate pair or between a
 * letter and its marks), and without blanks at the end.
 */
export function shorten(attribute: LimitedAttribute, value: string): Fitted {
  const limit = LIMITS[attribute];
  if (value.length <= limit) return { value, shortened: null };
  return { value: cut(value, limit).trimEnd(), shortened: { attribute, length: value.length, limit } };
}

const characters = new Intl.Segmenter('sv', { granularity: 'grapheme' });

function cut(value: string, limit: number): string {
  let end = 0;
  for (const { index, segment } of characters.segment(value)) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return end > 0 ? value.slice(0, end) : cutInsideCharacter(value, limit);
}

/** One letter with more marks than fit: an empty value would say less than a letter with fewer marks. */
function cutInsideCharacter(value: string, limit: number): string {
  const head = value.slice(0, limit);
  return head.isWellFormed() ? head : head.slice(0, -1);
}
