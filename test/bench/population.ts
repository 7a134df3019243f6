import { type CatalogueEntry, commissionEntry, organisationEntry, ORGANISATION, personEntry, unitEntry } from '../support/builders/ldif';
import { BERG, hsaIdPrefix } from '../support/builders/municipality';
import { testPersonalNumber } from '../support/builders/personal-number';

/*
 * A municipality of any size: role holders with all attributes that the service uses, in a tree of units three levels
 * deep, and a commission for every unit at the bottom. The same numbers give the same people.
 */

export const MUNICIPALITY = BERG;
export const BASE_DN = ORGANISATION;
export const SENTINEL = `${hsaIdPrefix(BERG)}0001`;

const PEOPLE_PER_UNIT = 40;
const MEMBERS_PER_COMMISSION = 10;

const GIVEN_NAMES = ['Anna', 'Erik', 'Åsa', 'Lars', 'Björn', 'Märta', 'Olof', 'Ingrid', 'Göran', 'Elin', 'Nils', 'Saga', 'Örjan', 'Maja'];
const SURNAMES = ['Öberg', 'Åström', 'Näslund', 'Häggqvist', 'Eriksson', 'Wikén', 'Sjödin', 'Lundström', 'Påhlsson', 'Nyström', 'Norén'];
const TITLES = ['Sjuksköterska', 'Undersköterska', 'Fysioterapeut', 'Arbetsterapeut', 'Läkare', 'Kurator'];
const TITLE_CODES = ['206010', '207011', '205511', '205510', '203010', '351026'];

const FIRST_BIRTHDAY = Date.UTC(1940, 0, 1);
const BIRTHDAYS = 24_000;
const BIRTH_NUMBERS = [238, 239, ...Array.from({ length: 20 }, (_, index) => 980 + index)];
const DAY_MS = 24 * 60 * 60 * 1000;

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!;
const digits = (number: number, width: number): string => String(number).padStart(width, '0');

export const hsaIdOf = (number: number): string => `${hsaIdPrefix(BERG)}P${digits(number, 7)}`;

/** Unique as far as the test numbers go; nobody gets one beyond that. */
function personalNumberOf(number: number): string | undefined {
  const birthNumber = BIRTH_NUMBERS[Math.floor(number / BIRTHDAYS)];
  if (birthNumber === undefined) return undefined;
  const day = new Date(FIRST_BIRTHDAY + (number % BIRTHDAYS) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return testPersonalNumber(day, birthNumber);
}

/** Names of the unit at the bottom and of those above it. */
function unitPath(unit: number, branching: number): [string, string, string] {
  const area = Math.floor(unit / branching);
  return [`Enhet ${unit}`, `Område ${area}`, `Förvaltning ${Math.floor(area / branching)}`];
}

export interface Population {
  people: number;
  /** How many have a title of their own that differs from one round to the next. */
  changed?: { people: number; round: number };
}

/** What a change of the round is: the title, which Servicecenter is told of. */
export const changedTitle = (round: number): string => `Samordnare ${round}`;

/** Spread over the whole population. */
const changedNumbers = (people: number, changed: number): number[] =>
  Array.from({ length: changed }, (_, index) => Math.floor((index * people) / changed));

/** Parents before children; the first is the municipality. */
export function* population({ people, changed }: Population): Generator<CatalogueEntry> {
  yield organisationEntry({ objectClass: ['top', 'organization', 'extensibleObject'] });
  const units = Math.ceil(people / PEOPLE_PER_UNIT);
  const branching = Math.ceil(Math.cbrt(units));
  yield* unitTree(units, branching);

  const titled = new Set(changed ? changedNumbers(people, changed.people) : []);
  for (let number = 0; number < people; number++) {
    const title = changed && titled.has(number) ? changedTitle(changed.round) : undefined;
    yield person(number, unitPath(Math.floor(number / PEOPLE_PER_UNIT), branching), title);
  }
}

function* unitTree(units: number, branching: number): Generator<CatalogueEntry> {
  const written = new Set<string>();
  for (let unit = 0; unit < units; unit++) {
    const path = unitPath(unit, branching);
    for (const level of [2, 1, 0]) {
      const names = path.slice(level);
      if (written.has(names[0]!)) continue;
      written.add(names[0]!);
      const hsaIdentity = `${hsaIdPrefix(BERG)}E${digits(written.size, 6)}`;
      yield unitEntry(names, { objectClass: ['top', 'organizationalUnit', 'extensibleObject'], hsaIdentity });
    }
    yield commissionEntry({
      hsaId: `${hsaIdPrefix(BERG)}U${digits(unit, 6)}`,
      unit: path,
      rights: ['Läsa;alla;SJF'],
      members: Array.from({ length: MEMBERS_PER_COMMISSION }, (_, index) => hsaIdOf(unit * PEOPLE_PER_UNIT + index)),
    });
  }
}

function person(number: number, unit: readonly string[], title = pick(TITLES, number)): CatalogueEntry {
  const givenName = pick(GIVEN_NAMES, number);
  const surname = pick(SURNAMES, Math.floor(number / GIVEN_NAMES.length));
  return personEntry({
    hsaId: hsaIdOf(number),
    givenName,
    surname,
    cn: `${givenName} ${surname} ${number}`,
    unit,
    roles: ['RJH;LINK', ...(number % 3 === 0 ? ['INTYG;Rehab-SE2321000156-1A2B'] : [])],
    attributes: {
      personalIdentityNumber: personalNumberOf(number),
      middleName: number % 5 === 0 ? pick(SURNAMES, number) : undefined,
      telephoneNumber: `+4663${digits(number, 7)}`,
      mobile: number % 2 === 0 ? `+4670${digits(number, 7)}` : undefined,
      title,
      hsaTitle: pick(TITLES, number),
      paTitleName: pick(TITLES, number),
      paTitleCode: pick(TITLE_CODES, number),
      personalPrescriptionCode: number % 6 === 4 ? digits(number % 10_000_000, 7) : undefined,
      startDate: `20${digits(10 + (number % 15), 2)}0${1 + (number % 9)}01000000Z`,
      endDate: number % 10 === 9 ? '20991231225959Z' : undefined,
      hsaProtectedPerson: number % 500 === 3 ? 'TRUE' : undefined,
    },
  });
}
