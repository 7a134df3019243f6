import fc from 'fast-check';
import { hsaIdOf, inhabitant } from './inhabitants';
import { testPersonalNumber } from './personal-number';
import { type CatalogueEntry, commissionEntry, unitEntry } from './ldif';

const anyPerson = fc.record({
  number: fc.integer({ min: 1, max: 8 }),
  roles: fc.constantFrom(['RJH;LINK'], ['RJH;LINK'], ['RJH;LINK', 'INTYG;X'], ['rjh;link'], []),
  surname: fc.constantFrom('Andersson', 'Öberg', 'Ek\u0007man', '李'),
  unit: fc.constantFrom([], ['Vård'], ['Hemtjänst', 'Vård'], ['Okänd']),
  classes: fc.constantFrom([], [], [], ['hsaConfidentialPerson'], ['hsaArchivedObject'], ['hsaFeignedDataObject']),
  title: fc.constantFrom(undefined, 'Sjuksköterska', 'Vikarie '.repeat(20)),
  endDate: fc.constantFrom(undefined, undefined, '20261120', '20271231', 'snart'),
  entryUUID: fc.constantFrom(undefined, '11111111-7a53-4a53-9f0e-6d1a2b3c4d5e', '22222222-7a53-4a53-9f0e-6d1a2b3c4d5e'),
  personalIdentityNumber: fc.constantFrom(undefined, testPersonalNumber('19700101'), testPersonalNumber('19850312'), 'okänt'),
  letters: fc.constantFrom('P', 'P', 'P', 'p'),
  blank: fc.constantFrom('', '', '', ' '),
});

/**
 * Catalogues as bad as they come: a few people, some of whom share an HSA-id, with roles, marks, dates and names right
 * and wrong. One is always well, so that a read is not taken for an empty one.
 */
export const anyCatalogue = fc.array(anyPerson, { maxLength: 8 }).map((people): CatalogueEntry[] => [
  unitEntry(['Vård'], { hsaIdentity: 'SE2120002502-E001' }),
  unitEntry(['Hemtjänst', 'Vård'], { hsaIdentity: 'SE2120002502-E002' }),
  commissionEntry({ members: [hsaIdOf(1), hsaIdOf(2)] }),
  inhabitant(9),
  ...people.map(({ number, letters, blank, roles, surname, unit, classes, ...attributes }, index) => {
    const hsaId = `${hsaIdOf(number).replace('P', letters)}${blank}`;
    return inhabitant(number, { hsaId, cn: `Person ${index}`, roles, surname, unit, classes, attributes });
  }),
]);
