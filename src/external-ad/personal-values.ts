import type { Person } from '../people/person';
import type { AccountAttributes, DesiredAccount } from './account.types';
import { shorten } from './limits';

/** The attributes that say something about a human: what a protected person's account does not hold. */
export type PersonalAttribute =
  'displayName' | 'givenName' | 'sn' | 'mail' | 'telephoneNumber' | 'mobile' | 'title' | 'company' | 'department';

export type PersonalValues = Pick<AccountAttributes, PersonalAttribute>;

/**
 * A person's values as AD takes them: one line each, composed letters (Unicode NFC, so that two ways to write `Å` are
 * one name), within AD's lengths. Several telephone numbers: the first in text order, since the catalogue's order means
 * nothing. A personnummer in a text has been taken out where the catalogue was read.
 */
export function personalValues(person: Person, municipalityName: string): Omit<DesiredAccount, 'attributes'> & { values: PersonalValues } {
  /** The first of which something is left is taken. */
  const candidates: Record<PersonalAttribute, readonly (string | null)[]> = {
    displayName: displayNames(person),
    givenName: [person.givenName],
    sn: [person.surname],
    mail: [person.mail],
    telephoneNumber: inTextOrder(person.telephoneNumbers),
    mobile: inTextOrder(person.mobileNumbers),
    title: [person.title],
    company: [municipalityName],
    department: [person.unit?.name ?? null],
  };
  const shortened: DesiredAccount['shortened'] = [];
  const valueOf = (attribute: PersonalAttribute): string | null => {
    const value = candidates[attribute].map((candidate) => oneLine(candidate ?? '')).find((line) => line !== '');
    if (value === undefined) return null;
    const fitted = shorten(attribute, value);
    if (fitted.shortened) shortened.push(fitted.shortened);
    return attribute === 'mail' && fitted.shortened ? null : fitted.value;
  };
  const values: PersonalValues = {
    displayName: valueOf('displayName') ?? person.hsaId,
    givenName: valueOf('givenName'),
    sn: valueOf('sn'),
    mail: valueOf('mail'),
    telephoneNumber: valueOf('telephoneNumber'),
    mobile: valueOf('mobile'),
    title: valueOf('title'),
    company: valueOf('company'),
    department: valueOf('department'),
  };
  return { values, shortened };
}

/** Given name first, as people say it; HSA's full name is often `Öberg, Åsa`, and is used only without a given name. */
const displayNames = ({ givenName, surname, fullName }: Person): string[] => [
  ...(givenName?.trim() ? [`${givenName} ${surname}`] : []),
  fullName,
  surname,
];

const inTextOrder = (numbers: readonly string[]): string[] => [...numbers].sort();

const oneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
