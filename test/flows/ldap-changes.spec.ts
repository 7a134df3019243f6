import type { CatalogueRead, CompleteRead, ReadEntry } from '../../src/directory/directory-source';
import type { LdapSource } from '../../src/directory/ldap/ldap.source';
import { looseHsaIdKey } from '../../src/people/hsa-id';
import { Slapd } from '../servers/slapd';
import { ldapSource } from '../support/builders/ldap-source';
import {
  type CatalogueEntry,
  commissionEntry,
  ORGANISATION,
  organisationEntry,
  personEntry,
  unitDn,
  unitEntry,
} from '../support/builders/ldif';

jest.setTimeout(120_000);

// Real: slapd, TLS, the source. Nothing is faked but the clock, which stands years after everything the server writes.
let slapd: Slapd;
beforeAll(async () => {
  slapd = await Slapd.start();
});
afterAll(() => slapd.remove());

const SENTINEL = 'SE2120002502-0001';
const NORTH = ['Norr', 'Vård'];
const SOUTH = ['Syd', 'Vård'];
const person = (letter: string, unit: readonly string[] = NORTH, attributes: CatalogueEntry['attributes'] = {}): CatalogueEntry =>
  personEntry({ hsaId: `SE2120002502-${letter}`, givenName: letter, surname: 'Öberg', unit, attributes });
const anna = person('A');
const berit = person('B');
const cecilia = person('C', SOUTH);
const commission = commissionEntry({ members: ['SE2120002502-A'], unit: ['Vård'] });
const CATALOGUE = [
  organisationEntry(),
  unitEntry(['Vård'], { hsaIdentity: 'SE2120002502-U0' }),
  unitEntry(NORTH, { hsaIdentity: 'SE2120002502-U1' }),
  unitEntry(SOUTH, { hsaIdentity: 'SE2120002502-U2' }),
  anna,
  berit,
  cecilia,
  commission,
];

/** What the service would keep of a read: who is known by which mark, and the source's own memory. */
class Reader {
  readonly #known = new Map<string, string | null>();
  #memory: string | null = null;

  constructor(private readonly source: LdapSource) {}

  async read(full = false): Promise<CompleteRead> {
    const read = complete(await this.source.read({ full, known: this.#known, memory: this.#memory }));
    for (const { hsaId, mark } of read.entries) if (hsaId) this.#known.set(looseHsaIdKey(hsaId), mark);
    this.#memory = read.memory;
    return read;
  }
}

function complete(read: CatalogueRead): CompleteRead {
  if (read.outcome !== 'complete') throw new Error(`Expected a complete read: ${read.reason}`);
  return read;
}

const idsOf = (entries: Iterable<ReadEntry>): string[] => Array.from(entries, ({ hsaId }) => hsaId?.replace('SE2120002502-', '') ?? '');

async function given(
  entries: readonly CatalogueEntry[] = CATALOGUE,
  ...more: [Parameters<typeof ldapSource>[1]?, Parameters<typeof ldapSource>[2]?]
) {
  await slapd.replace(entries);
  const reader = new Reader(ldapSource(slapd, { sentinel: SENTINEL, ...more[0] }, more[1]));
  await reader.read();
  return reader;
}

/** The attributes that each search asked for, since the server had written this much of its log. */
const searchedSince = (start: number): string[] =>
  [...slapd.log.slice(start).matchAll(/SRCH attr=(.*)/g)].map(([, attributes]) => attributes ?? '');

describe('a run in which nothing moved', () => {
  it('reads three attributes a person, and nothing else', async () => {
    const reader = await given();
    const start = slapd.log.length;
    const read = await reader.read();
    expect([read.mode, read.entries.length, read.peopleRead]).toEqual(['changes', 0, 3]);
    expect([...read.unmoved].sort()).toEqual(['se2120002502-a', 'se2120002502-b', 'se2120002502-c']);
    // The sentinel, units, commissions, people, the sentinel again.
    expect(searchedSince(start)).toEqual(['hsaIdentity', ...Array(3).fill('hsaIdentity entryUUID entryCSN'), 'hsaIdentity']);
  });

  it('remembers the same', async () => {
    await slapd.replace(CATALOGUE);
    const source = ldapSource(slapd);
    const first = complete(await source.read({ full: true, known: new Map(), memory: null }));
    const known = new Map(Array.from(first.entries, ({ hsaId, mark }) => [looseHsaIdKey(hsaId ?? ''), mark]));
    const second = complete(await source.read({ full: false, known, memory: first.memory }));
    expect(second.memory).toBe(first.memory);
    expect(first.memory).not.toMatch(/SE2120002502|Öberg|Vård/i);
  });
});

describe('what moved is fetched, and only that', () => {
  it.each<[what: string, change: () => Promise<void>, fetched: string[]]>([
    ['an attribute', () => slapd.modify(anna.dn, { title: 'Läkare' }), ['A']],
    ['a lost role', () => slapd.modify(berit.dn, { hsaSystemRole: [] }), ['B']],
    ['a new person', () => slapd.add(person('D')), ['D']],
    ['a person of another name', () => slapd.rename(anna.dn, 'cn=Anna'), ['A']],
    ['a unit of another name, above entries whose stamps stand still', () => slapd.rename(unitDn(SOUTH), 'ou=Söder'), ['C']],
    ['a unit of another name, above units', () => slapd.rename(unitDn(['Vård']), 'ou=Omsorg'), ['A', 'B', 'C']],
    ['a unit of another HSA-id', () => slapd.modify(unitDn(SOUTH), { hsaIdentity: 'SE2120002502-U9' }), ['C']],
    ['a new member', () => slapd.modify(commission.dn, { hsaCommissionMember: ['SE2120002502-A', berit.dn] }), ['A', 'B']],
    ['nobody left in a commission', () => slapd.modify(commission.dn, { hsaCommissionMember: [] }), ['A']],
    ['a commission that is gone', () => slapd.delete(commission.dn), ['A']],
    ['a new commission', () => slapd.add(commissionEntry({ hsaId: 'SE2120002502-C2', name: 'Till', members: [cecilia.dn] })), ['C']],
  ])('%s', async (_what, change, fetched) => {
    const reader = await given();
    await change();
    const read = await reader.read();
    expect([read.mode, idsOf(read.entries)]).toEqual(['changes', fetched]);
    const everything = complete(await ldapSource(slapd).read({ full: true, known: new Map(), memory: null }));
    const byId = new Map(Array.from(everything.entries, (entry) => [entry.hsaId, entry]));
    for (const entry of read.entries) if (entry.role.kind !== 'none' && entry.person) expect(entry).toEqual(byId.get(entry.hsaId));
    expect(read.unmoved.size).toBe(3 - fetched.filter((letter) => 'ABC'.includes(letter)).length);
    const again = await reader.read();
    expect(idsOf(again.entries)).toEqual([]);
  });

  it('a unit that changes takes the commissions of its people along', async () => {
    const reader = await given();
    await slapd.modify(unitDn(['Vård']), { hsaIdentity: 'SE2120002502-U7' });
    const read = await reader.read();
    const [first] = read.entries;
    expect(first?.person?.commissions).toMatchObject([{ unitHsaId: 'SE2120002502-U7' }]);
  });

  it('a second entry with the same HSA-id, and the first, as long as they are two', async () => {
    const reader = await given();
    const other = { ...person('b', SOUTH), dn: `cn=Annan,${unitDn(SOUTH)}` };
    await slapd.add(other);
    for (const read of [await reader.read(), await reader.read()]) {
      expect(Array.from(read.entries, ({ hsaId, person: one, mark }) => [hsaId, one, mark])).toEqual([
        ['SE2120002502-b', null, null],
        ['SE2120002502-B', null, null],
      ]);
    }
    await slapd.delete(other.dn);
    expect((await reader.read()).entries.at(0)?.person?.hsaId).toBe('SE2120002502-B');
    expect((await reader.read()).entries.length).toBe(0);
  });

  it('someone gone is neither fetched nor unmoved', async () => {
    const reader = await given();
    await slapd.delete(berit.dn);
    const read = await reader.read();
    expect([idsOf(read.entries), [...read.unmoved].sort()]).toEqual([[], ['se2120002502-a', 'se2120002502-c']]);
  });

  it('each of 200 changes between two reads is found', async () => {
    const people = Array.from({ length: 400 }, (_, index) => person(`N${String(index).padStart(3, '0')}`));
    const reader = await given([...CATALOGUE, ...people]);
    const changed = people.filter((_, index) => index % 2 === 0);
    for (const { dn } of changed) await slapd.modify(dn, { title: 'Chef' });
    const read = await reader.read();
    expect(idsOf(read.entries)).toEqual(changed.map(({ attributes }) => String(attributes.hsaIdentity).replace('SE2120002502-', '')));
    expect(new Set(Array.from(read.entries, ({ person: one }) => one?.title))).toEqual(new Set(['Chef']));
    expect((await reader.read()).entries.length).toBe(0);
  });
});

describe('a full read', () => {
  it('fetches everything although nothing moved, near misses too', async () => {
    const reader = await given([...CATALOGUE, person('D', NORTH, { hsaSystemRole: 'RJH;LINK2' })]);
    const read = await reader.read(true);
    expect([read.mode, idsOf(read.entries), read.unmoved.size]).toEqual(['full', ['A', 'B', 'C', 'D'], 0]);
  });

  it.each<[string, Parameters<typeof ldapSource>[1], Parameters<typeof ldapSource>[2]]>([
    ['another base', { baseDn: 'l=Jämtlands län,c=SE' }, {}],
    ['another attribute mapping', { attributes: { startDate: 'hsaStartDate' } }, {}],
    ['another role', {}, { systemRole: 'RJH;COSMIC' }],
  ])('follows when the settings have %s', async (_what, configuration, options) => {
    await slapd.replace(CATALOGUE);
    const before = complete(await ldapSource(slapd).read({ full: false, known: new Map(), memory: null }));
    const read = complete(await ldapSource(slapd, configuration, options).read({ full: false, known: new Map(), memory: before.memory }));
    expect(read.mode).toBe('full');
  });
});

describe('a catalogue whose stamps', () => {
  it('cannot be read is read in full every time, and the read says so', async () => {
    const reader = await given(CATALOGUE, {}, { account: 'unstamped' });
    const read = await reader.read();
    expect([read.mode, idsOf(read.entries), read.memory]).toEqual(['full', ['A', 'B', 'C'], null]);
    expect(read.warnings.map(({ code }) => code)).toEqual(['no-stamps']);
  });

  it('count whole seconds is trusted where they are old', async () => {
    const reader = await given(CATALOGUE, {}, { account: 'seconds' });
    expect((await reader.read()).unmoved.size).toBe(3);
    await slapd.modify(anna.dn, { title: 'Läkare' });
    // The change may fall within the second of the entry's making: then its mark is the same, which is why young ones are not trusted.
    expect((await reader.read(true)).entries.at(0)?.person?.title).toBe('Läkare');
  });

  it('count whole seconds is fetched again while they are young', async () => {
    const clock = { now: () => new Date().toISOString() };
    const reader = await given(CATALOGUE, {}, { account: 'seconds', clock });
    await slapd.modify(anna.dn, { title: 'Läkare' });
    const read = await reader.read();
    expect([read.mode, read.unmoved.size, read.entries.at(0)?.person?.title]).toEqual(['changes', 0, 'Läkare']);
  });
});

it('reads attributes by the names this catalogue has', async () => {
  const attributes = { hsaStartDate: '20260101', startDate: '20200101', nickName: 'Bettan' };
  await slapd.replace([organisationEntry(), person('A', [], attributes)]);
  const source = ldapSource(slapd, { attributes: { startDate: 'hsaStartDate', givenName: 'cn' } });
  const start = slapd.log.length;
  const read = complete(await source.read({ full: true, known: new Map(), memory: null }));
  expect(read.entries.at(0)?.person).toMatchObject({ startDate: '2026-01-01', givenName: 'A Öberg' });
  expect(searchedSince(start).join(' ')).not.toMatch(/nickName| startDate|givenName|\*/);
  expect(read.entries.at(0)?.dn).toBe(`cn=A Öberg,${ORGANISATION}`);
});

it('tells the commissions of those it fetches, be they few or many', async () => {
  const people = Array.from({ length: 60 }, (_, index) => person(`N${String(index).padStart(2, '0')}`));
  const commissions = people.map(({ dn, attributes }, index) =>
    commissionEntry({
      hsaId: `SE2120002502-U${String(index)}`,
      name: String(index),
      members: [index % 2 ? dn : String(attributes.hsaIdentity)],
    }),
  );
  const reader = await given([
    ...CATALOGUE,
    ...Array.from({ length: 300 }, (_, index) => person(`M${String(index)}`)),
    ...people,
    ...commissions,
  ]);
  for (const count of [1, 55]) {
    for (const { dn } of people.slice(0, count)) await slapd.modify(dn, { title: `Chef ${String(count)}` });
    const read = await reader.read();
    expect(read.mode).toBe('changes');
    expect(Array.from(read.entries, ({ person: one }) => one?.commissions.map(({ name }) => name))).toEqual(
      people.slice(0, count).map((_, index) => [String(index)]),
    );
  }
});
