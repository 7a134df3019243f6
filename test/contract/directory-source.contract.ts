import type { CatalogueRead, CompleteRead, DirectorySource, LookUp, ReadEntry, ReadRefusal } from '../../src/directory/directory-source';
import { aReadRequest } from '../support/builders/read-request';
import { type CatalogueEntry, commissionEntry, organisationEntry, personEntry, unitEntry } from '../support/builders/ldif';

/** A source of the kind under test, reading a catalogue that the test decides. */
export interface DirectoryFixture {
  source: DirectorySource;
  /** The catalogue becomes this, all at once. */
  replace(entries: readonly CatalogueEntry[]): Promise<void>;
  close(): Promise<void>;
}

export interface FixtureOptions {
  sentinel?: string;
  knownPersons?: { hsaId: string; surname: string }[];
}

export type MakeDirectoryFixture = (entries: readonly CatalogueEntry[], options: FixtureOptions) => Promise<DirectoryFixture>;

const SENTINEL = 'SE2120002502-0001';
const anna = personEntry({ hsaId: 'SE2120002502-A', givenName: 'Anna', surname: 'Alm', unit: ['Hemtjänst'] });
const berit = personEntry({ hsaId: 'SE2120002502-B', givenName: 'Berit', surname: 'Öberg', unit: ['Hemtjänst'], roles: ['rjh;link'] });
const cecilia = personEntry({ hsaId: 'SE2120002502-C', givenName: 'Cecilia', surname: 'Ek', unit: ['Hemtjänst'], roles: ['RJH;COSMIC'] });
const commission = commissionEntry({ unit: ['Hemtjänst'], members: ['SE2120002502-A'] });
const tree = [organisationEntry(), unitEntry(['Hemtjänst'], { hsaIdentity: 'SE2120002502-U1' })];
const catalogue = [...tree, anna, berit, cecilia, commission];

/** What every source of a catalogue promises, wherever the catalogue is. Run it on each kind. */
export function describeDirectorySource(name: string, make: MakeDirectoryFixture): void {
  describe(`${name} as a source of a catalogue`, () => {
    const fixtures: DirectoryFixture[] = [];
    async function given(entries: readonly CatalogueEntry[], options: FixtureOptions = {}): Promise<DirectoryFixture> {
      const fixture = await make(entries, options);
      fixtures.push(fixture);
      return fixture;
    }
    afterEach(async () => {
      for (const fixture of fixtures.splice(0)) await fixture.close();
    });

    it('reads those with the role and those nearly so, with unit and commissions', async () => {
      const { source } = await given(catalogue);
      const read = complete(await source.read(aReadRequest()));
      expect(read.peopleRead).toBe(3);
      expect([...read.entries].map(({ hsaId, role }) => [hsaId, role.kind])).toEqual([
        ['SE2120002502-A', 'exact'],
        ['SE2120002502-B', 'near'],
      ]);
      expect(read.entries.at(0)?.person).toMatchObject({
        surname: 'Alm',
        unit: {
          hsaId: 'SE2120002502-U1',
          name: 'Hemtjänst',
          path: ['Bergs kommun', 'Hemtjänst'],
          above: ['se2120002502-0001', 'se2120002502-u1'],
        },
        commissions: [{ hsaId: 'SE2120002502-C001', unitHsaId: 'SE2120002502-U1' }],
      });
    });

    it('reads those it is told to know, also without the role', async () => {
      const { source } = await given(catalogue);
      const read = complete(await source.read(aReadRequest({ full: false, known: ['SE2120002502-C'] })));
      expect([...read.entries].map(({ hsaId }) => hsaId)).toContain('SE2120002502-C');
    });

    it.each([
      ['without the role', [], false],
      ['protected, without the role', ['hsaConfidentialPerson'], true],
    ])('believes nobody whose HSA-id another entry has, %s', async (_what, classes, isProtected) => {
      const sharer = personEntry({ hsaId: 'SE2120002502-a', surname: 'Annan', cn: 'Annan', unit: ['Hemtjänst'], roles: [], classes });
      const { source } = await given([...catalogue, sharer]);
      const [read] = complete(await source.read(aReadRequest())).entries;
      expect(read).toMatchObject({ hsaId: 'SE2120002502-A', person: null, isProtected, role: { kind: 'exact' } });
      expect(read?.problems.map(({ kind }) => kind)).toContain('hsa-id-case-clash');
    });

    it('reads the same twice, whatever order the entries have', async () => {
      const { source, replace } = await given(catalogue);
      const first = complete(await source.read(aReadRequest()));
      await replace([...tree, commission, cecilia, berit, anna]);
      const second = complete(await source.read(aReadRequest()));
      expect(Array.from(second.entries, stable)).toEqual(Array.from(first.entries, stable));
    });

    it('misses nobody when it is given what it remembered, and fetches who changed', async () => {
      const { source, replace } = await given(catalogue);
      const first = complete(await source.read(aReadRequest()));
      const known = new Map(Array.from(first.entries, ({ hsaId, mark }) => [String(hsaId).toLowerCase(), mark]));
      const again = { full: false, known, memory: first.memory };
      const second = complete(await source.read(again));
      const seen = [...second.unmoved, ...Array.from(second.entries, ({ hsaId }) => String(hsaId).toLowerCase())];
      expect(seen.sort()).toEqual([...known.keys()]);
      expect(Array.from(second.entries, stable)).toEqual(
        Array.from(first.entries, stable).filter(({ hsaId }) => !second.unmoved.has(String(hsaId).toLowerCase())),
      );
      const renamed = { ...anna, attributes: { ...anna.attributes, sn: 'Asp' } };
      await replace(catalogue.map((entry) => (entry === anna ? renamed : entry)));
      const third = complete(await source.read(again));
      expect(Array.from(third.entries).find(({ hsaId }) => hsaId === 'SE2120002502-A')?.person?.surname).toBe('Asp');
    });

    it('tells how many people it has read', async () => {
      const { source } = await given(catalogue);
      const told: number[] = [];
      await source.read(aReadRequest({ onProgress: (people) => told.push(people) }));
      expect(told.at(-1)).toBe(3);
    });

    it('refuses entries with one HSA-id, and reads the others', async () => {
      const twin = personEntry({ hsaId: 'SE2120002502-a', givenName: 'Tvilling', unit: ['Hemtjänst'] });
      const { source } = await given([...catalogue, twin]);
      const read = complete(await source.read(aReadRequest()));
      expect([...read.entries].map(({ person }) => person?.hsaId ?? null)).toEqual([null, null, 'SE2120002502-B']);
    });

    it('finds the sentinel or proves nothing', async () => {
      const { source, replace } = await given(catalogue, { sentinel: SENTINEL.toLowerCase() });
      complete(await source.read(aReadRequest()));
      await replace([...tree.slice(1), anna]);
      expect(await source.read(aReadRequest())).toMatchObject({ outcome: 'incomplete', code: 'sentinel-missing' });
    });

    it('does not take an empty catalogue for one where all have left', async () => {
      const { source, replace } = await given(catalogue);
      await replace([...tree, cecilia]);
      expect(await source.read(aReadRequest({ known: ['SE2120002502-A'] }))).toMatchObject({
        outcome: 'incomplete',
        code: 'nobody-left',
      });
      complete(await source.read(aReadRequest()));
    });

    it('takes a role that is seen to be gone for what it is', async () => {
      const { source } = await given([...tree, cecilia]);
      const read = complete(await source.read(aReadRequest({ known: ['SE2120002502-C'] })));
      expect([...read.entries]).toMatchObject([{ hsaId: 'SE2120002502-C', role: { kind: 'none' } }]);
    });

    it('looks up who is absent, without case, among refused entries and among those that are no people', async () => {
      const refused = personEntry({ hsaId: 'SE2120002502-D ', givenName: 'Disa', unit: ['Hemtjänst'] });
      const { source } = await given([...catalogue, refused]);
      complete(await source.read(aReadRequest()));
      const asked = ['se2120002502-b', 'se2120002502-c', 'se2120002502-d', 'se2120002502-u1', 'se2120002502-gone'];
      const found = proven(await source.lookUp(asked));
      expect([...found].map(([key, answer]) => [key, answer.found])).toEqual([
        ['se2120002502-b', true],
        ['se2120002502-c', true],
        ['se2120002502-d', true],
        ['se2120002502-u1', true],
        ['se2120002502-gone', false],
      ]);
      expect(found.get('se2120002502-c')).toMatchObject({ entry: { hsaId: 'SE2120002502-C', person: { surname: 'Ek' } } });
      expect(proven(await source.lookUp([])).size).toBe(0);
    });

    it('will not say that someone is gone before it has read everything', async () => {
      const { source } = await given(catalogue);
      expect(await source.lookUp(['se2120002502-a'])).toMatchObject({ outcome: 'incomplete' });
    });

    it('stops when it is told to, and proves nothing', async () => {
      const { source } = await given(catalogue);
      const stopped = await source.read(aReadRequest({ signal: AbortSignal.abort() }));
      expect(stopped).toMatchObject({ outcome: 'incomplete', code: 'aborted' });
      expect(await source.lookUp(['se2120002502-a'])).toMatchObject({ outcome: 'incomplete' });
    });

    it('checks what a run would stumble on', async () => {
      const knownPersons = [
        { hsaId: 'se2120002502-a', surname: 'Alm' },
        { hsaId: 'SE2120002502-B', surname: 'Fel' },
        { hsaId: 'SE2120002502-GONE', surname: 'Borta' },
      ];
      const { source } = await given(catalogue, { sentinel: SENTINEL, knownPersons });
      const checks = await source.check();
      expect(checks.filter(({ name: what }) => what === 'Känd person').map(({ ok }) => ok)).toEqual([true, false, false]);
      expect(checks.find(({ name: what }) => what === 'Nästan rätt systemroll')).toMatchObject({ ok: 'warning' });
      expect(JSON.stringify(checks)).not.toMatch(/Öberg/);
      for (const check of checks) if (check.ok !== true) expect(check.remedy).toBeTruthy();
    });
  });
}

function complete(read: CatalogueRead): CompleteRead {
  if (read.outcome !== 'complete') throw new Error(`Expected a complete read: ${read.reason}`);
  return read;
}

function proven(answer: { outcome: 'complete'; found: Map<string, LookUp> } | ReadRefusal): Map<string, LookUp> {
  if (answer.outcome !== 'complete') throw new Error(`Expected a look-up that is proven: ${answer.reason}`);
  return answer.found;
}

/** A server gives an entry that was removed and added again new stamps. */
const stable = (entry: ReadEntry) => ({
  ...entry,
  mark: null,
  person: entry.person && { ...entry.person, stamp: null, entryUuid: null },
});
