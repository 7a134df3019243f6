import { personEntry } from '../../test/support/builders/ldif';
import { entryContext, rawEntry } from '../../test/support/builders/raw-entry';
import { Catalogue } from './catalogue';
import type { ReadEntry } from './directory-source';
import { withoutValues } from './protected-entry';

const entry = (change: Partial<ReadEntry> = {}): ReadEntry => ({
  hsaId: 'SE2120002502-A001',
  dn: 'cn=Anna Hemlig,c=SE',
  isProtected: true,
  role: { kind: 'exact' },
  person: null,
  standing: { isArchived: false, isDeleted: false, isTestData: false },
  mark: null,
  problems: [],
  ...change,
});

describe('what is shown of a protected entry', () => {
  it.each([
    ['SE2120002502-A001', true],
    ['se2120002502-a001', true],
    ['SE2120002502-A001 ', true],
    ['SE2120002502-A001\\u00a0', true],
    ['SE2120002502_A001', true],
    ['SE212000250-A001', true],
    ['SE2120002502', true],
    ['Anna Hemlig', false],
    ['SE2120002502 -A001', true],
    ['SE2120002502-Anna Hemlig', false],
    ['SE2120002502-Anna Öhemlig', false],
    ['SE2120002502-A001 Anna Hemlig', false],
    ['anna.hemlig@example.se', false],
  ])('the HSA-id %j: %s', (hsaId, isShown) => {
    expect(withoutValues(entry({ hsaId })).hsaId).toBe(isShown ? hsaId : null);
  });

  it('is which faults it has, not the values at fault', () => {
    const problems = [{ kind: 'system-role-near-miss' as const, attribute: 'hsaSystemRole', value: 'RJH;LINK Hemlig', note: 'Nästan.' }];
    const read = withoutValues(entry({ role: { kind: 'near', value: 'RJH;LINK Hemlig', why: 'similar' }, problems }));
    expect(read.problems).toEqual([{ kind: 'system-role-near-miss', attribute: 'hsaSystemRole', note: 'Nästan.' }]);
    expect(read.role).toEqual({ kind: 'near', value: 'visas inte', why: 'similar' });
  });

  it('is the same for the entry that lacks the mark where another one with its HSA-id has it', () => {
    const catalogue = new Catalogue(entryContext(), { hsaIdKeys: new Set() });
    const attributes = { startDate: 'Hemlig' };
    catalogue.add(rawEntry(personEntry({ cn: 'Anna', classes: ['hsaConfidentialPerson'], attributes })));
    catalogue.add(rawEntry(personEntry({ cn: 'Bettan', attributes })));
    expect([...catalogue.entries()].flatMap(({ problems }) => problems.filter((problem) => 'value' in problem))).toEqual([]);
  });
});
