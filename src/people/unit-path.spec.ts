import { aPerson } from '../../test/support/builders/person';
import { unitsOf } from './unit-path';

describe('unitsOf', () => {
  const { above: _above, ...withoutAbove } = { hsaId: null, name: 'Hemtjänst', path: ['Hemtjänst'], above: [] as string[] };

  it.each([
    ['nobody', null, []],
    ['somebody without a unit', aPerson({ unit: null }), []],
    ['somebody with a unit', aPerson(), ['se2120002502-0001', 'se2120002502-00v1', 'se2120002502-00n1']],
    ['facts that were stored before the units above were read', { unit: withoutAbove as never }, []],
  ])('%s', (_who, person, units) => {
    expect(unitsOf(person)).toEqual(units);
  });
});
