import { hsaIdOf } from './builders/inhabitants';
import type { PersonEntryOptions } from './builders/ldif';
import { testPersonalNumber } from './builders/personal-number';
import { handled, homeOf, type LiveCatalogue, townCommission, townsman } from './live-catalogue';

/** What a run that finds the change counts the person as. */
export type Counted = 'created' | 'changed' | 'ended' | 'held' | 'unchanged';

export interface PersonChange {
  /** How the person is before; null: not there. */
  given?: PersonEntryOptions | null;
  change: (catalogue: LiveCatalogue, number: number) => Promise<void>;
  counted: Counted;
  /** As long as it is so the entry is read in full each time: held people, and those whose HSA-id does not tell whose it is. */
  isReadAgain?: true;
}

const p = (number: number): string => `p${number}`;
const set =
  (attributes: Parameters<LiveCatalogue['set']>[1]) =>
  (catalogue: LiveCatalogue, number: number): Promise<void> =>
    catalogue.set(p(number), attributes);

const CLASSES = ['top', 'person', 'organizationalPerson', 'inetOrgPerson', 'hsaPersonExtension', 'extensibleObject'];
const PROTECTED = ['hsaConfidentialPerson'];
const NUMBER = { personalIdentityNumber: testPersonalNumber('19700101') };
const twin = (number: number) =>
  handled(`${p(number)}b`, { ...townsman(number, { hsaId: hsaIdOf(number).toLowerCase(), cn: `Tvilling ${number}` }) });

/** Everything that can happen to one person's entry between two reads. */
export const PERSON_CHANGES: Record<string, PersonChange> = {
  'somebody new': { given: null, change: (catalogue, number) => catalogue.add(townsman(number), homeOf(number)), counted: 'created' },
  'the role given to somebody known': {
    given: { roles: [] },
    change: set({ hsaSystemRole: 'RJH;LINK' }),
    counted: 'created',
  },
  'the role taken away': { change: set({ hsaSystemRole: [] }), counted: 'ended' },
  'the role left among others': { change: set({ hsaSystemRole: ['INTYG;Rehab', 'RJH;LINK'] }), counted: 'unchanged' },
  'a near miss made right': { given: { roles: ['rjh;link'] }, change: set({ hsaSystemRole: 'RJH;LINK' }), counted: 'created' },
  'the right role made a near miss': { change: set({ hsaSystemRole: 'RJH;LINK2' }), counted: 'ended' },
  'an entry that is gone': { change: (catalogue, number) => catalogue.delete(p(number)), counted: 'ended' },
  'an entry of another name': { change: (catalogue, number) => catalogue.rename(p(number), `cn=Anna ${number}`), counted: 'unchanged' },
  'a move to another unit': {
    change: (catalogue, number) => catalogue.move(p(number), homeOf(number) === 'norr' ? 'syd' : 'norr'),
    counted: 'changed',
  },
  'no personnummer any more': {
    given: { attributes: { personalIdentityNumber: testPersonalNumber('19920229') } },
    change: set({ personalIdentityNumber: [] }),
    counted: 'unchanged',
  },
  'another surname': { change: set({ sn: 'Öberg', fullName: 'Anna Öberg' }), counted: 'changed' },
  'a title': { change: set({ title: 'Undersköterska' }), counted: 'changed' },
  'a telephone number': { change: set({ telephoneNumber: ['0687-10 000', '0687-10 001'] }), counted: 'changed' },
  'an end date to come': { change: set({ endDate: '20991231' }), counted: 'changed' },
  'an end date that has passed': { change: set({ endDate: '20260101' }), counted: 'ended' },
  'a start date to come': { change: set({ startDate: '20990101' }), counted: 'ended' },
  'a date that is none': { change: set({ endDate: 'snart' }), counted: 'held' },
  'protection, by class': { change: set({ objectClass: [...CLASSES, ...PROTECTED] }), counted: 'changed' },
  'protection, by attribute': { change: set({ hsaProtectedPerson: 'TRUE' }), counted: 'changed' },
  'protection no more': { given: { classes: PROTECTED }, change: set({ objectClass: CLASSES }), counted: 'changed' },
  'an archived entry': { change: set({ objectClass: [...CLASSES, 'hsaArchivedObject'] }), counted: 'ended' },
  'test data': { change: set({ objectClass: [...CLASSES, 'hsaFeignedDataObject'] }), counted: 'ended' },
  'a second entry with the HSA-id': {
    change: (catalogue, number) => catalogue.add(twin(number), homeOf(number)),
    counted: 'held',
    isReadAgain: true,
  },
  'a blank in the HSA-id': {
    change: (catalogue, number) => catalogue.set(p(number), { hsaIdentity: `${hsaIdOf(number)}\u200b` }),
    counted: 'held',
    isReadAgain: true,
  },
};

/** Each shows another human. More than three of them at once would halt the municipality. */
export const IDENTITY_CHANGES: Record<string, PersonChange> = {
  'another personnummer': {
    given: { attributes: NUMBER },
    change: set({ personalIdentityNumber: testPersonalNumber('19850312') }),
    counted: 'held',
    isReadAgain: true,
  },
  'another entry with the same HSA-id': {
    change: async (catalogue, number) => {
      await catalogue.delete(p(number));
      await catalogue.add(townsman(number), homeOf(number));
    },
    counted: 'held',
    isReadAgain: true,
  },
};

/** What happens to units and commissions, and so to people whose own entries stand still. People 1 and 2 are members of `uppdragA`. */
export const SURROUNDING_CHANGES: Record<string, { change: (catalogue: LiveCatalogue) => Promise<void>; changed: number[] }> = {
  'a unit of another name': { change: (catalogue) => catalogue.rename('syd', 'ou=Söder'), changed: [1, 3] },
  'a unit above of another name': { change: (catalogue) => catalogue.rename('vård', 'ou=Omsorg'), changed: [1, 2, 3, 4] },
  'a unit that has another HSA-id': { change: (catalogue) => catalogue.set('norr', { hsaIdentity: 'SE2120002502-E009' }), changed: [2, 4] },
  'a unit moved under another': { change: (catalogue) => catalogue.move('norr', 'syd'), changed: [2, 4] },
  'a member more': {
    change: (catalogue) => catalogue.set('uppdragA', { hsaCommissionMember: [1, 2, 3].map((number) => hsaIdOf(number)) }),
    changed: [3],
  },
  'a member less': { change: (catalogue) => catalogue.set('uppdragA', { hsaCommissionMember: hsaIdOf(1) }), changed: [2] },
  'a commission with other rights': {
    change: (catalogue) => catalogue.set('uppdragA', { hsaCommissionRight: 'Läsa;alla;VE' }),
    changed: [],
  },
  'a commission of another name': { change: (catalogue) => catalogue.rename('uppdragA', 'cn=Nytt uppdrag'), changed: [1, 2] },
  'a new commission': { change: (catalogue) => catalogue.add(townCommission('B', [hsaIdOf(3)])), changed: [3] },
  'a commission that is gone': { change: (catalogue) => catalogue.delete('uppdragA'), changed: [1, 2] },
  'a new unit between': {
    change: async (catalogue) => {
      await catalogue.add(handled('öst', { dn: 'ou=Öst', attributes: { objectClass: ['top', 'organizationalUnit'], ou: 'Öst' } }), 'vård');
      await catalogue.move('norr', 'öst');
    },
    changed: [2, 4],
  },
};
