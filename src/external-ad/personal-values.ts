import type { Person } from '../people/person';
import type { AccountAttributes, DesiredAccount } from './account.types';
import { shorten } from './limits';
import { holdsPersonalNumber, isPersonalNumberAsTelephone, withoutPersonalNumbers } from './personal-number-in-text';

/** The attributes that say something about a human: what a protected person's account does not hold. */
export type PersonalAttribute =
  'displayName' | 'givenName' | 'sn' | 'mail' | 'telephoneNumber' | 'mobile' | 'title' | 'company' | 'department';

export type PersonalValues = Pick<AccountAttributes, PersonalAttribute>;

/** Where a value comes from: the first candidate of which something is left once a personnummer in it is taken out. */
interface Source {
  candidates: readonly (string | null)[];
  strip: (text: string) => string;
}

/**
 * A person's values as AD takes them: one line each, composed letters (Unicode NFC, so that two ways to write `Å` are
 * one name), within AD's lengths, without personnummer. Several telephone numbers: the first in text order, since the
 * catalogue's order means nothing.
 */
export function personalValues(person: Person, municipalityName: string): Omit<DesiredAccount, 'attributes'> & { values: PersonalValues } {
  const sources: Record<PersonalAttribute, Source> = {
    displayName: { candidates: displayNames(person), strip: withoutPersonalNumbers },
    givenName: { candidates: [person.givenName], strip: withoutPersonalNumbers },
    sn: { candidates: [person.surname], strip: withoutPersonalNumbers },
    mail: { candidates: [person.mail], strip: (mail) => (holdsPersonalNumber(mail) ? '' : mail) },
    telephoneNumber: { candidates: inTextOrder(person.telephoneNumbers), strip: telephoneNumber },
    mobile: { candidates: inTextOrder(person.mobileNumbers), strip: telephoneNumber },
    title: { candidates: [person.title], strip: withoutPersonalNumbers },
    company: { candidates: [municipalityName], strip: withoutPersonalNumbers },
    department: { candidates: [person.unit?.name ?? null], strip: withoutPersonalNumbers },
  };
  const shortened: DesiredAccount['shortened'] = [];
  const personalNumberRemoved: string[] = [];
  const valueOf = (attribute: PersonalAttribute): string | null => {
    const { value, removed } = firstUsable(sources[attribute]);
    if (removed) personalNumberRemoved.push(attribute);
    if (value === null) return null;
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
  return { values, shortened, personalNumberRemoved };
}

/** Given name first, as people say it; HSA's full name is often `Öberg, Åsa`, and is used only without a given name. */
const displayNames = ({ givenName, surname, fullName }: Person): string[] => [
  ...(givenName?.trim() ? [`${givenName} ${surname}`] : []),
  fullName,
  surname,
];

const inTextOrder = (numbers: readonly string[]): string[] => [...numbers].sort();

const telephoneNumber = (number: string): string => (isPersonalNumberAsTelephone(number) ? '' : number);

function firstUsable({ candidates, strip }: Source): { value: string | null; removed: boolean } {
  let removed = false;
  for (const candidate of candidates) {
    const line = oneLine(candidate ?? '');
    const stripped = strip(line);
    removed ||= stripped !== line;
    if (stripped !== '') return { value: stripped, removed };
  }
  return { value: null, removed };
}

const oneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
