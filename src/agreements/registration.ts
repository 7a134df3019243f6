import { DateTime } from 'luxon';
import { isLocalDate, type LocalDate, localDateOf } from '../platform/time';
import type { Instant } from '../platform/time';
import type { TemplateVersion } from './template';

/** What is registered of a signed paper. */
export interface SignedPaper {
  templateVersion: string;
  signedOn: LocalDate;
  receivedOn: LocalDate;
}

export type RegistrationFault =
  | 'malformed-date'
  | 'signed-in-future'
  | 'received-in-future'
  | 'received-before-signed'
  | 'unknown-template-version'
  | 'template-not-in-force'
  | 'signed-before-withdrawal';

/**
 * Whether a paper can be registered on a day; null where it can. The first that applies:
 *
 * | what was written                                        | answer                   |
 * |---------------------------------------------------------|--------------------------|
 * | a day that does not exist                               | malformed-date           |
 * | signed after today                                      | signed-in-future         |
 * | received after today                                    | received-in-future       |
 * | received before it was signed                           | received-before-signed   |
 * | a version that there is not                             | unknown-template-version |
 * | signed before the version was in force                  | template-not-in-force    |
 * | signed before the day on which the person's was withdrawn | signed-before-withdrawal |
 *
 * No text that is kept here is older than its first version in force: nobody can have signed before that.
 *
 * @param withdrawnAt when the person's agreement was withdrawn last; null where it never was
 */
export function registrationFault(
  { templateVersion, signedOn, receivedOn }: SignedPaper,
  templates: readonly TemplateVersion[],
  withdrawnAt: Instant | null,
  today: LocalDate,
): RegistrationFault | null {
  if (!isLocalDate(signedOn) || !isLocalDate(receivedOn)) return 'malformed-date';
  if (signedOn > today) return 'signed-in-future';
  if (receivedOn > today) return 'received-in-future';
  if (receivedOn < signedOn) return 'received-before-signed';
  const template = templates.find(({ version }) => version === templateVersion);
  if (!template) return 'unknown-template-version';
  if (signedOn < template.effectiveFrom) return 'template-not-in-force';
  return withdrawnAt !== null && signedOn < localDateOf(withdrawnAt) ? 'signed-before-withdrawal' : null;
}

/**
 * The last day of a signature: the day of the same number so many months on, or the month's last where there is none
 * (reckoned as lagen (1930:173) om beräkning av lagstadgad tid does).
 *
 * @param validMonths `agreements.validMonths`; null: it holds until it is withdrawn
 */
export const validTo = (signedOn: LocalDate, validMonths: number | null): LocalDate | null =>
  validMonths === null ? null : DateTime.fromISO(signedOn, { zone: 'utc' }).plus({ months: validMonths }).toISODate();

/** `SC 2026/01234-2`: letters, digits and what stands between them. A name or a personnummer is no diarienummer. */
const REGISTRY_NUMBER = /^[\p{L}\d][\p{L}\d ./:_-]{0,39}$/u;

export const isRegistryNumber = (text: string): boolean => REGISTRY_NUMBER.test(text) && /\d/.test(text);
