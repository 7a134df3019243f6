import { isLocalDate, type LocalDate } from '../platform/time';

/** A version of the agreement, apart from its text. */
export interface TemplateVersion {
  /** `1`, `2026-2`. */
  version: string;
  /** SHA-256 of the exact text. */
  textHash: string;
  /** First day on which it may be signed. */
  effectiveFrom: LocalDate;
  /** First day from which older versions no longer do; null: they go on to hold. */
  signFrom: LocalDate | null;
}

const VERSION = /^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$/;

/** Stands where a version does, for what was signed before this service kept texts: older than every version. */
export const UNKNOWN_VERSION = 'baseline';

export type TemplateFault =
  'malformed-version' | 'malformed-date' | 'sign-before-effective' | 'sign-from-passed' | 'template-in-force' | 'effective-date-taken';

/**
 * Whether a version can be added; null where it can.
 *
 * | version known | in force | text and dates        | answer                          |
 * |---------------|----------|-----------------------|---------------------------------|
 * | yes           |          | the same              | null: there is nothing to do    |
 * | yes           | yes      | others                | template-in-force               |
 * | yes           | not yet  | others                | null: it takes the other's place |
 * | no            |          | version or date malformed | malformed-version, malformed-date |
 * | no            |          | signed from before it is in force | sign-before-effective |
 * | no            |          | signed from a day that has passed | sign-from-passed      |
 * | no            |          | another has the same effective date | effective-date-taken |
 * | no            |          | otherwise             | null                            |
 *
 * A version that takes another's place is held to the last rows too. Two of the same date: nobody could tell which is older.
 */
export function templateFault(one: TemplateVersion, known: readonly TemplateVersion[], today: LocalDate): TemplateFault | null {
  const { version, effectiveFrom, signFrom } = one;
  if (!VERSION.test(version) || version.toLowerCase() === UNKNOWN_VERSION) return 'malformed-version';
  if (!isLocalDate(effectiveFrom) || (signFrom !== null && !isLocalDate(signFrom))) return 'malformed-date';
  const before = known.find((other) => other.version === version);
  if (before && isSame(before, one)) return null;
  if (before && before.effectiveFrom <= today) return 'template-in-force';
  if (signFrom !== null && signFrom < effectiveFrom) return 'sign-before-effective';
  if (signFrom !== null && signFrom < today) return 'sign-from-passed';
  return known.some((other) => other.version !== version && other.effectiveFrom === effectiveFrom) ? 'effective-date-taken' : null;
}

export const isSame = (one: TemplateVersion, other: TemplateVersion): boolean =>
  one.version === other.version &&
  one.textHash === other.textHash &&
  one.effectiveFrom === other.effectiveFrom &&
  one.signFrom === other.signFrom;

/** The version to sign on a day: the newest in force; null where none is. */
export const versionInForce = <T extends TemplateVersion>(all: readonly T[], today: LocalDate): T | null =>
  all
    .filter(({ effectiveFrom }) => effectiveFrom <= today)
    .reduce<T | null>((newest, one) => (newest === null || one.effectiveFrom > newest.effectiveFrom ? one : newest), null);

/**
 * The first day from which a version no longer does, because a newer one must have been signed; null while none must. A
 * version that is not known is older than all.
 */
export function replacedFrom(version: string, all: readonly TemplateVersion[]): LocalDate | null {
  const own = all.find((one) => one.version === version)?.effectiveFrom ?? '';
  return all
    .filter(({ effectiveFrom }) => effectiveFrom > own)
    .reduce<LocalDate | null>(
      (first, { signFrom }) => (signFrom !== null && (first === null || signFrom < first) ? signFrom : first),
      null,
    );
}
