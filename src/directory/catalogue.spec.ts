import fc from 'fast-check';
import {
  type CatalogueEntry,
  commissionEntry,
  ORGANISATION,
  organisationEntry,
  personEntry,
  unitDn,
  unitEntry,
} from '../../test/support/builders/ldif';
import { entryContext, rawEntry } from '../../test/support/builders/raw-entry';
import { Catalogue, type Wanted } from './catalogue';

function gather(entries: CatalogueEntry[], wanted: Partial<Wanted> = {}): Catalogue {
  const catalogue = new Catalogue(entryContext(), { hsaIdKeys: new Set(), ...wanted });
  for (const entry of entries) catalogue.add(rawEntry(entry));
  return catalogue;
}

const only = (entries: CatalogueEntry[]) => {
  const [entry, ...others] = gather(entries).entries();
  if (!entry || others.length > 0) throw new Error(`One entry was expected, there are ${others.length + (entry ? 1 : 0)}`);
  return entry;
};

describe('who is kept', () => {
  const withRole = personEntry({ hsaId: 'SE2120002502-A' });
  const nearly = personEntry({ hsaId: 'SE2120002502-B', cn: 'B', roles: ['rjh;link'] });
  const known = personEntry({ hsaId: 'SE2120002502-C', cn: 'C', roles: [] });
  const unknown = personEntry({ hsaId: 'SE2120002502-D', cn: 'D', roles: ['RJH;COSMIC'] });

  it('those with the role, nearly so, or known; all are counted', () => {
    const catalogue = gather([unknown, known, nearly, withRole, organisationEntry()], { hsaIdKeys: new Set(['se2120002502-c']) });
    expect([...catalogue.entries()].map(({ hsaId, role }) => [hsaId, role.kind])).toEqual([
      ['SE2120002502-A', 'exact'],
      ['SE2120002502-B', 'near'],
      ['SE2120002502-C', 'none'],
    ]);
    expect(catalogue.peopleRead).toBe(4);
  });

  it('one we know, also where the export leaves out object classes', () => {
    const bare = personEntry({ hsaId: 'SE2120002502-C', roles: [], attributes: { objectClass: undefined } });
    expect(gather([bare], { hsaIdKeys: new Set(['se2120002502-c']) }).entries()).toHaveLength(1);
    expect(gather([bare]).entries()).toHaveLength(0);
  });

  it('every entry has its HSA-id remembered, whatever it is', () => {
    const catalogue = gather([organisationEntry(), unknown]);
    expect(catalogue.has('se2120002502-0001')).toBe(true);
    expect(catalogue.has('SE2120002502-D')).toBe(true);
    expect(catalogue.has('SE2120002502-E')).toBe(false);
  });

  it('a look-up finds an entry that is refused, written with blanks, or no person at all', () => {
    const blank = personEntry({ hsaId: ' SE2120002502-b ' });
    const hsaIdKeys = new Set(['se2120002502-b', 'se2120002502-0001']);
    const found = gather([blank, organisationEntry()], { hsaIdKeys, ofAnyKind: true }).entriesByHsaId();
    expect([...found.keys()].sort()).toEqual(['se2120002502-0001', 'se2120002502-b']);
    expect(found.get('se2120002502-b')?.person).toBeNull();
  });

  it.each([
    ['before', ['cn=A', 'cn=B']],
    ['after', ['cn=B', 'cn=A']],
  ])('among entries of one HSA-id that has blanks, the one with the role stands, also %s the others', (_where, [withRole, without]) => {
    const entry = (cn: string, hsaId: string, roles: string[]) => ({
      ...personEntry({ hsaId, roles }),
      dn: `${cn},${ORGANISATION}`,
    });
    const entries = [
      entry(withRole ?? '', 'SE2120002502-0 1', ['RJH;LINK']),
      entry(without ?? '', 'SE2120002502- 01', []),
      organisationEntry(),
    ];
    const found = gather(entries, { hsaIdKeys: new Set(['se2120002502-01']), ofAnyKind: true }).entriesByHsaId();
    expect(found.get('se2120002502-01')?.role).toEqual({ kind: 'exact' });
  });
});

describe('units', () => {
  const unit = ['Hemtjänst Norr', 'Vård'];

  it('the nearest one above, with its HSA-id and the path from the organisation', () => {
    const entries = [personEntry({ unit }), unitEntry(unit, { hsaIdentity: 'SE2120002502-U1' }), unitEntry(['Vård']), organisationEntry()];
    expect(only(entries)).toMatchObject({
      problems: [],
      person: { unit: { hsaId: 'SE2120002502-U1', name: 'Hemtjänst Norr', path: ['Bergs kommun', 'Vård', 'Hemtjänst Norr'] } },
    });
  });

  it('names come from the entries, not from how the DN happens to be written', () => {
    const person = { ...personEntry(), dn: `cn=Anna,OU=hemtjänst  norr,${ORGANISATION}` };
    const entry = unitEntry(['Hemtjänst Norr'], { ou: ['Annat namn', 'Hemtjänst Norr'] });
    const read = only([person, { ...entry, dn: `ou=Hemtjänst Norr,${ORGANISATION}` }, organisationEntry()]);
    expect(read.person?.unit?.path).toEqual(['Bergs kommun', 'Hemtjänst Norr']);
  });

  it('the organisation, where nothing else stands between', () => {
    expect(only([personEntry(), organisationEntry()]).person?.unit).toEqual({
      hsaId: 'SE2120002502-0001',
      name: 'Bergs kommun',
      path: ['Bergs kommun'],
      above: ['se2120002502-0001'],
    });
  });

  it('the HSA-id keys of those above, the organisation first: of those that have a true one', () => {
    const above = (hsaIdentity: string) => {
      const entries = [personEntry({ unit }), unitEntry(unit, { hsaIdentity: 'SE2120002502-U1' }), unitEntry(['Vård'], { hsaIdentity })];
      return only([...entries, organisationEntry()]).person?.unit?.above;
    };
    expect(above('SE2120002502-00V1')).toEqual(['se2120002502-0001', 'se2120002502-00v1', 'se2120002502-u1']);
    expect(above('Vård')).toEqual(['se2120002502-0001', 'se2120002502-u1']);
  });

  it('one that has no entry is told, and named by its place', () => {
    const read = only([personEntry({ unit: ['Okänd, enhet'] }), organisationEntry()]);
    expect(read.person?.unit).toEqual({
      hsaId: null,
      name: 'Okänd, enhet',
      path: ['Bergs kommun', 'Okänd, enhet'],
      above: ['se2120002502-0001'],
    });
    expect(read.problems).toEqual([{ kind: 'unit-missing', value: 'Okänd, enhet' }]);
  });

  it('is not named for a protected person', () => {
    const read = only([personEntry({ unit: ['Okänd'], classes: ['hsaConfidentialPerson'] })]);
    expect(read.problems).toEqual([{ kind: 'unit-missing' }]);
  });

  it('none at all', () => {
    const read = only([{ ...personEntry(), dn: 'cn=Anna,l=Jämtlands län,c=SE' }]);
    expect(read).toMatchObject({ person: { unit: null }, problems: [{ kind: 'unit-missing' }] });
  });

  it('a control character in its name refuses those in it; in its HSA-id it is escaped', () => {
    const within = only([personEntry({ unit: ['Norr\u0007'] }), unitEntry(['Norr\u0007']), organisationEntry()]);
    expect(within).toMatchObject({ person: null, problems: [{ kind: 'control-character', attribute: 'dn' }] });
    const unit = unitEntry(['Norr'], { hsaIdentity: 'SE2120002502-U\u0007' });
    expect(only([personEntry({ unit: ['Norr'] }), unit, organisationEntry()]).person?.unit?.hsaId).toBe('SE2120002502-U\\u0007');
  });
});

describe('commissions', () => {
  const unit = ['Hemtjänst'];
  const base = [organisationEntry(), unitEntry(unit, { hsaIdentity: 'SE2120002502-U1' })];
  const person = personEntry({ unit });

  it.each([
    ['by HSA-id', 'SE2120002502-A001'],
    ['by HSA-id in another case', 'se2120002502-a001'],
    ['by the DN of the entry', `CN=anna andersson, ou=Hemtj\\C3\\A4nst,${ORGANISATION}`],
  ])('members stand %s', (_what, member) => {
    const commission = commissionEntry({ unit, members: ['SE2120002502-X', member], rights: ['Läsa;alla;SJF', 'Läsa;alla;VE'] });
    expect(only([person, commission, ...base]).person?.commissions).toEqual([
      {
        hsaId: 'SE2120002502-C001',
        name: 'Vård och behandling',
        purpose: 'Vård och behandling',
        rights: ['Läsa;alla;SJF', 'Läsa;alla;VE'],
        unitHsaId: 'SE2120002502-U1',
      },
    ]);
  });

  it.each([
    ['the unit it names', { hsaCommissionUnit: 'SE2120002502-U9' }, 'SE2120002502-U9'],
    ['the unit it names by DN', { hsaCommissionUnit: unitDn(unit) }, 'SE2120002502-U1'],
    ['nothing that can be found', { hsaCommissionUnit: unitDn(['Borta']) }, null],
  ])('belong to %s', (_what, attributes, unitHsaId) => {
    const commission = commissionEntry({ members: ['SE2120002502-A001'], attributes });
    expect(only([person, commission, ...base]).person?.commissions[0]?.unitHsaId).toBe(unitHsaId);
  });

  it('may lack a unit', () => {
    const commission = { ...commissionEntry({ members: ['SE2120002502-A001'] }), dn: 'cn=Uppdrag,c=SE' };
    expect(only([person, commission, ...base]).person?.commissions[0]?.unitHsaId).toBeNull();
  });

  it('of others are not theirs', () => {
    expect(only([person, commissionEntry({ unit, members: ['SE2120002502-X'] }), ...base]).person?.commissions).toEqual([]);
  });
});

describe('two entries with one HSA-id', () => {
  const pair = (hsaId: string, other: string, roles = ['RJH;LINK']) => [
    organisationEntry(),
    personEntry({ hsaId, cn: 'Anna A' }),
    personEntry({ hsaId: other, cn: 'Anna B', roles }),
  ];

  it.each([
    ['the same text', 'SE2120002502-A', ['hsa-id-duplicate']],
    ['another case', 'SE2120002502-a', ['hsa-id-case-clash']],
    ['a blank more', 'SE2120002502-A ', ['hsa-id-duplicate']],
  ])('%s refuses both', (_what, other, expected) => {
    const entries = [...gather(pair('SE2120002502-A', other)).entries()];
    expect(entries.map(({ person }) => person)).toEqual([null, null]);
    for (const entry of entries) expect(entry.problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining(expected));
  });

  it('refuses the one with the role where the other has none', () => {
    expect(only(pair('SE2120002502-A', 'SE2120002502-A', []))).toMatchObject({ person: null, problems: [{ kind: 'hsa-id-duplicate' }] });
  });

  it('three of which one differs in case: each hears what concerns it', () => {
    const ids = ['SE2120002502-A', 'SE2120002502-A', 'SE2120002502-a'];
    const entries = [...gather([organisationEntry(), ...ids.map((hsaId, n) => personEntry({ hsaId, cn: `Anna ${n}` }))]).entries()];
    expect(entries.map(({ hsaId, problems }) => [hsaId, problems.map(({ kind }) => kind)])).toEqual([
      ['SE2120002502-A', ['hsa-id-case-clash', 'hsa-id-duplicate']],
      ['SE2120002502-A', ['hsa-id-case-clash', 'hsa-id-duplicate']],
      ['SE2120002502-a', ['hsa-id-case-clash']],
    ]);
  });

  it('protects both where one is protected', () => {
    const [open, hidden] = [personEntry({ cn: 'Anna A' }), personEntry({ cn: 'Anna B', roles: [], classes: ['hsaConfidentialPerson'] })];
    expect([...gather([open, hidden]).entries()].map(({ isProtected }) => isProtected)).toEqual([true]);
  });
});

it('the order of entries makes no difference', () => {
  const entries = [
    organisationEntry(),
    unitEntry(['Hemtjänst'], { hsaIdentity: 'SE2120002502-U1' }),
    personEntry({ hsaId: 'SE2120002502-A', cn: 'A', unit: ['Hemtjänst'] }),
    personEntry({ hsaId: 'SE2120002502-B', cn: 'B', unit: ['Borta'] }),
    personEntry({ hsaId: 'SE2120002502-b', cn: 'C' }),
    personEntry({ hsaId: 'fel', cn: 'D' }),
    personEntry({ hsaId: '', cn: 'E', classes: ['hsaConfidentialPerson'] }),
    commissionEntry({ members: ['SE2120002502-A'], hsaId: 'SE2120002502-C2' }),
    commissionEntry({ members: ['SE2120002502-A'], hsaId: 'SE2120002502-C1', unit: ['Hemtjänst'] }),
  ];
  const expected = [...gather(entries).entries()];
  fc.assert(
    fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
      expect([...gather(shuffled).entries()]).toEqual(expected);
    }),
  );
});
