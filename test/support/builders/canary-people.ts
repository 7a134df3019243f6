import { type Canary, nameCanary, personalNumberCanary } from '../canaries';
import { type CatalogueEntry, commissionEntry, personEntry, type PersonEntryOptions, unitEntry } from './ldif';
import { testPersonalNumber } from './personal-number';
import { certificateBytes } from './raw-entry';

/** Somebody whose name, contact, title and unit stand nowhere else, so that each trace tells whose it is. */
export interface CanaryPerson {
  hsaId: string;
  /** The entry, with the mark of protection where `isProtected`. */
  entry(options?: PersonEntryOptions & { isProtected?: boolean }): CatalogueEntry;
  /** The unit that nobody else lies in. */
  unit: CatalogueEntry;
  canaries: Canary[];
}

/** @param tag a word of letters, the person's own; it ends each of the words to look for */
export function canaryPerson(tag: string): CanaryPerson {
  const [givenName, surname] = [`Göktyta${tag}`, `Ärtsångare${tag}`];
  const unit = [`Fågelmatningen${tag}`];
  const hsaId = `SE2120002502-K${tag.toUpperCase()}`;
  return {
    hsaId,
    unit: unitEntry(unit, { hsaIdentity: `${hsaId}E` }),
    entry: ({ isProtected = false, ...options } = {}) =>
      personEntry({
        hsaId,
        givenName,
        surname,
        unit,
        classes: isProtected ? ['hsaConfidentialPerson'] : [],
        ...options,
        attributes: {
          middleName: `Näktergal${tag}`,
          mail: `morkulla${tag}@berg.example.se`,
          title: `Kornknarr${tag}`,
          entryUUID: '11111111-7a53-4a53-9f0e-6d1a2b3c4d5e',
          ...options.attributes,
        },
      }),
    canaries: [...nameCanary(givenName, surname, `Näktergal${tag}`, `morkulla${tag}`, `Kornknarr${tag}`, unit[0] ?? '')],
  };
}

/** Somebody with the role, and a test number in one place of the entry or near it. */
export interface NumberCarrier {
  what: string;
  canary: Canary;
  entries: CatalogueEntry[];
}

const withHyphen = (number: string): string => `${number.slice(0, 8)}-${number.slice(8)}`;
const short = (number: string): string => `${number.slice(2, 8)}-${number.slice(8)}`;

type Carry = (number: string, hsaId: string, options: (more: PersonEntryOptions) => CatalogueEntry) => CatalogueEntry[];

const attribute =
  (name: string, text: (number: string) => string | string[] = withHyphen): Carry =>
  (number, _, person) => [person({ attributes: { [name]: text(number) } })];

/** A certificate is made for good: the number in it is this one. */
const IN_CERTIFICATE = 'a certificate’s issuer';
const NUMBER_IN_CERTIFICATE = '194711239808';

/** Places where a personnummer has been seen, rightly or wrongly, and ways it is written. */
const PLACES: Record<string, Carry> = {
  'its own attribute': attribute('personalIdentityNumber', (number) => number),
  'its own attribute, with a hyphen': attribute('personalIdentityNumber'),
  'its own attribute, ten digits': attribute('personalIdentityNumber', short),
  'its own attribute, ten digits in a row': attribute('personalIdentityNumber', (number) => number.slice(2)),
  'its own attribute, with words': attribute('personalIdentityNumber', (number) => `${withHyphen(number)} (nytt)`),
  'its own attribute, beside another one': attribute('personalIdentityNumber', (number) => [number, '201701012393']),
  'the title': attribute('title', (number) => `Undersköterska ${short(number)}`),
  'the title, in wide digits': attribute('title', (number) =>
    [...number].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
  ),
  'the surname': attribute('sn', (number) => `Testsson ${number.slice(2)}`),
  'the given name': attribute('givenName', (number) => `${number} Anna`),
  'the full name': attribute('fullName', (number) => `Testsson, Anna ${short(number).replace('-', '+')}`),
  'the DN': (number, _, person) => [person({ cn: `Anna Testsson ${withHyphen(number)}`, attributes: { cn: `Anna ${number}` } })],
  'the DN, escaped': (number, _, person) => {
    const entry = person({});
    return [{ ...entry, dn: entry.dn.replace(/^cn=[^,]+/, `cn=Anna \\${number.replace(/\d/g, (digit) => `3${digit}\\`).slice(0, -1)}`) }];
  },
  'the mail address': attribute('mail', (number) => `${number}@berg.example.se`),
  'a telephone number': attribute('telephoneNumber', (number) => ['0687-123 45', short(number)]),
  'a mobile number': attribute('mobile', (number) => number),
  'an occupation': attribute('hsaTitle', (number) => `Läkare ${number}`),
  'the prescriber code': (number, _, person) => [person({ attributes: { hsaTitle: 'Läkare', personalPrescriptionCode: number.slice(2) } })],
  'the start date': attribute('startDate'),
  'the end date': attribute('endDate', (number) => number),
  'a role that is nearly right': (number, _, person) => [person({ roles: [`RJH;LINK-${number}`] })],
  'the place of the HSA-id': (number, _, person) => [person({ hsaId: withHyphen(number) })],
  'the place of the HSA-id, with a blank': (number, _, person) => [person({ hsaId: `SE${number.slice(0, 8)} ${number.slice(8)}` })],
  'the entryUUID': attribute('entryUUID', (number) => number),
  'the stamp': attribute('modifyTimestamp'),
  [IN_CERTIFICATE]: (_, __, person) => [
    person({ attributes: { 'userCertificate;binary': certificateBytes('personal-number-in-issuer') } }),
  ],
  'an attribute that nobody reads': attribute('description'),
  'the unit’s name': (number, _, person) => {
    const unit = [`Hos ${short(number)}`, `Hemtjänst ${number}`];
    return [person({ unit }), unitEntry([unit[1] ?? '']), unitEntry(unit, { hsaIdentity: number })];
  },
  'a unit without an entry': (number, _, person) => [person({ unit: [`Hos ${number}`] })],
  'a commission': (number, hsaId, person) => [
    person({}),
    commissionEntry({ hsaId: number, name: `Uppdrag ${short(number)}`, rights: [`Läsa;${number};SJF`], members: [hsaId] }),
  ],
};

export const numberCarriers = (): NumberCarrier[] =>
  Object.entries(PLACES).map(([what, carry], index) => {
    const day = `19${50 + Math.floor(index / 12)}${String((index % 12) + 1).padStart(2, '0')}${index % 5 === 0 ? 71 : 11}`;
    const number = what === IN_CERTIFICATE ? NUMBER_IN_CERTIFICATE : testPersonalNumber(day);
    const hsaId = `SE2120002502-N${100 + index}`;
    const person = (more: PersonEntryOptions): CatalogueEntry =>
      personEntry({ hsaId, givenName: 'Anna', surname: 'Testsson', cn: `Bärare ${index}`, ...more });
    return { what, canary: personalNumberCanary(number), entries: carry(number, hsaId, person) };
  });
