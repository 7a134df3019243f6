import { PersonEntity } from '../../src/people/person.entity';
import type { HsaReading } from '../../src/people/hsa-reading';
import type { ReadingToSave } from '../../src/people/people.repository';
import { aPerson } from '../support/builders/person';
import { describeStorage } from '../support/storage';

const SINCE = '2026-11-21T03:05:00.000Z';

const reading = (change: Partial<HsaReading> = {}): HsaReading => ({
  state: 'present',
  since: SINCE,
  person: aPerson(),
  problems: [],
  hasSystemRole: true,
  nearMiss: null,
  ...change,
});

const toSave = (change: Partial<ReadingToSave> = {}): ReadingToSave => ({
  hsaIdKey: 'se2120002502-1a2b',
  hsaId: 'SE2120002502-1A2B',
  reading: reading(),
  mark: null,
  isProtected: false,
  nextClockChange: null,
  ...change,
});

describeStorage('what catalogues said last', (the) => {
  const load = async (hsaIdKey = 'se2120002502-1a2b', municipality = 'berg'): Promise<PersonEntity> => {
    const [row] = await the.storage.people.load(the.storage.manager, municipality, [hsaIdKey]);
    if (!row) throw new Error('Nothing is kept');
    return row;
  };
  const save = (...readings: ReadingToSave[]) => the.storage.people.save(the.storage.manager, 'berg', readings);

  it.each<[string, HsaReading, boolean]>([
    ['a readable entry', reading(), false],
    ['a protected person', reading({ person: aPerson({ isProtected: true }) }), true],
    [
      'a refused entry that was never readable',
      reading({ state: 'refused', person: null, problems: [{ kind: 'attribute-missing' }] }),
      false,
    ],
    [
      'a refused entry of a known person',
      reading({ state: 'refused', problems: [{ kind: 'date-malformed', value: '2026-13-01' }] }),
      false,
    ],
    ['someone proven gone', reading({ state: 'absent', hasSystemRole: false }), false],
    ['a role that is nearly right', reading({ hasSystemRole: false, nearMiss: 'rjh;link' }), false],
  ])('gives %s back as it was saved', async (_, saved, isProtected) => {
    await save(toSave({ reading: saved, isProtected }));
    expect(the.storage.people.readingOf(await load())).toEqual(saved);
  });

  it('keeps a protected person sealed, also one that was open before', async () => {
    await save(toSave());
    expect((await load()).facts).toContain('Öberg');
    await save(toSave({ reading: reading({ person: aPerson({ isProtected: true }) }), isProtected: true }));
    const { facts, isProtected } = await load();
    expect([isProtected, facts?.startsWith('sealed1.')]).toEqual([true, true]);
    await save(toSave());
    expect(the.storage.people.readingOf(await load())).toEqual(reading());
  });

  it('protects people without waiting for another reading, which is then another one', async () => {
    const problems = [{ kind: 'date-malformed' as const, attribute: 'startDate', value: 'Öberg' }];
    const before = reading({ problems, hasSystemRole: false, nearMiss: 'RJH;LINK-Öberg' });
    await save(
      toSave({ reading: before, mark: 'm2' }),
      toSave({ hsaIdKey: 'se2120002502-b', reading: { ...before, person: null } }),
      toSave({ hsaIdKey: 'c', mark: 'm1' }),
    );
    await the.storage.people.protect(the.storage.manager, 'berg', ['se2120002502-1a2b', 'se2120002502-b']);
    const row = await load();
    expect(JSON.stringify([row, await load('se2120002502-b')])).not.toContain('Öberg');
    expect(the.storage.people.readingOf(row)).toEqual({
      ...before,
      person: aPerson({ isProtected: true }),
      problems: [{ kind: 'date-malformed', attribute: 'startDate' }],
      nearMiss: 'visas inte',
    });
    const rows = await the.storage.people.load(the.storage.manager, 'berg', ['c', 'se2120002502-1a2b', 'se2120002502-b']);
    expect(rows.map(({ hsaIdKey, fingerprint, mark, isProtected }) => [hsaIdKey, fingerprint === '', mark, isProtected]).sort()).toEqual([
      ['c', false, 'm1', false],
      ['se2120002502-1a2b', true, null, true],
      ['se2120002502-b', true, null, true],
    ]);
  });

  it('knows whom the clock changes something for', async () => {
    const nextClockChange = '2026-12-31T23:00:00.000Z';
    await save(toSave({ hsaIdKey: 'b', nextClockChange }), toSave({ hsaIdKey: 'a', nextClockChange }), toSave({ hsaIdKey: 'c' }));
    await the.storage.people.save(the.storage.manager, 'are', [toSave({ nextClockChange })]);
    const due = (now: string) => the.storage.people.due(the.storage.manager, 'berg', now);
    expect(await due('2026-12-31T22:59:59.999Z')).toEqual([]);
    expect(await due(nextClockChange)).toEqual(['a', 'b']);
  });

  it('keeps new marks of those it knows, and nothing else of them', async () => {
    await save(toSave({ mark: 'old' }), toSave({ hsaIdKey: 'b', mark: 'old' }));
    const before = await load();
    await the.storage.people.setMarks(the.storage.manager, 'berg', [
      ['se2120002502-1a2b', 'new'],
      ['b', null],
      ['nobody', 'new'],
    ]);
    expect(await load()).toEqual({ ...before, mark: 'new' });
    expect((await load('b')).mark).toBeNull();
    expect(await the.storage.manager.count(PersonEntity)).toBe(2);
  });

  it('gives another fingerprint for any other reading, but not for another date', async () => {
    const fingerprint = async (change: Partial<HsaReading>): Promise<string> => {
      await save(toSave({ reading: reading(change) }));
      return (await load()).fingerprint;
    };
    const first = await fingerprint({});
    expect(await fingerprint({ since: '2026-11-22T00:00:00.000Z' })).toBe(first);
    expect(await fingerprint({ person: aPerson({ telephoneNumbers: [] }) })).not.toBe(first);
    expect(await fingerprint({ problems: [{ kind: 'mail-missing' }] })).not.toBe(first);
    expect(await fingerprint({ state: 'absent' })).not.toBe(first);
  });

  it('keeps one human in two municipalities apart', async () => {
    await save(toSave());
    await the.storage.people.save(the.storage.manager, 'are', [toSave({ reading: reading({ state: 'absent' }) })]);
    expect([(await load()).state, (await load(undefined, 'are')).state]).toEqual(['present', 'absent']);
  });

  it('takes more people than fit in one statement, and overwrites them', async () => {
    const keys = Array.from({ length: 250 }, (_, index) => `se2120002502-${String(index).padStart(3, '0')}`);
    await save(...keys.map((hsaIdKey) => toSave({ hsaIdKey })));
    await save(...keys.map((hsaIdKey) => toSave({ hsaIdKey, reading: reading({ state: 'absent' }) })));
    const rows = await the.storage.people.load(the.storage.manager, 'berg', keys);
    expect(rows.map(({ hsaIdKey }) => hsaIdKey).sort()).toEqual(keys);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['absent']));
    expect(await the.storage.manager.count(PersonEntity)).toBe(250);
  });

  it('remembers the next moment the clock may change something', async () => {
    await save(toSave());
    const before = await load();
    await the.storage.people.setNextClockChange(the.storage.manager, 'berg', 'se2120002502-1a2b', '2027-01-01T00:00:00.000Z');
    expect(await load()).toEqual({ ...before, nextClockChange: '2027-01-01T00:00:00.000Z' });
  });

  it('forgets what its transaction does not commit', async () => {
    const failing = the.storage.transaction(async (manager) => {
      await the.storage.people.save(manager, 'berg', [toSave()]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await the.storage.manager.count(PersonEntity)).toBe(0);
  });
});
