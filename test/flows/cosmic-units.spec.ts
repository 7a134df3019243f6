import { CosmicUnitListEntity } from '../../src/cosmic/cosmic-unit.entity';
import { CosmicUnits } from '../../src/cosmic/cosmic-units.service';
import { TestLogins } from '../../src/cosmic/test-logins.service';
import { hsaIdOf, inhabitant, NO_BRAKE } from '../support/builders/inhabitants';
import { unitEntry } from '../support/builders/ldif';
import { ANNA, desk, REACH, refusalOf } from '../support/desk';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service. Faked: the clock.

const TOP = 'SE2120002502-0001';
const NORTH = 'SE2120002502-00N1';
const by = { actor: { kind: 'person' as const, name: ANNA, systemUser: null }, traceId: 'trace', reason: null };

onEachDatabase(() => {
  let service: TestService;
  afterEach(() => service.close());
  const start = async (policy: object) => {
    service = await TestService.start({ municipalities: [{ policy: { requireAgreement: false, ...policy }, brake: NO_BRAKE }] });
  };
  const catalogue = [unitEntry(['Hemtjänst Norr'], { hsaIdentity: NORTH }), inhabitant(1, { unit: ['Hemtjänst Norr'] }), inhabitant(2)];
  const load = (csv: string | Buffer, dryRun = false) =>
    service.get(CosmicUnits).import(REACH, 'berg', Buffer.from(csv as string), { ...by, dryRun });
  const reasons = async (number: number) => (await service.explain(hsaIdOf(number))).blockers.map(({ reason }) => reason);

  it('that Cosmic does not know stand in the way, and the HSA administrator is told; with a new list they do not', async () => {
    await start({ requireTestLogin: false });
    await service.syncWith(catalogue);
    expect(await reasons(1)).not.toContain('unit-unknown-to-cosmic');
    expect(await load(`HSA-id;Namn;Överordnad\n${TOP};Bergs kommun;\n`)).toMatchObject({ outcome: 'imported', version: 1, resettled: 2 });
    expect([await reasons(1), await reasons(2)].map((all) => all.includes('unit-unknown-to-cosmic'))).toEqual([true, false]);
    expect(await service.findings('unit-unknown-to-cosmic')).toMatchObject([{ hsaId: hsaIdOf(1) }]);
    expect((await desk(service).next())?.number).toBe('2026-00002');
    expect(await desk(service).next()).toBeNull();
    await service.syncFull(); // a read says nothing about it
    expect(await service.findings('unit-unknown-to-cosmic')).toHaveLength(1);

    const better = `HSA-id;Namn;Överordnad\r\n${TOP};Bergs kommun;\r\n${NORTH};Hemtjänst Norr;${TOP}\r\n`;
    expect(await load(better, true)).toMatchObject({ outcome: 'previewed', version: 2, changes: [{ change: 'added', hsaId: NORTH }] });
    expect(await service.findings('unit-unknown-to-cosmic')).toHaveLength(1);
    expect(await load(better)).toMatchObject({ outcome: 'imported', version: 2, resettled: 1 });
    expect(await service.findings('unit-unknown-to-cosmic')).toEqual([]);
    expect((await desk(service).next())?.number).toBe('2026-00001');
    const rows = (await service.auditRows()).length;
    expect(await load(better)).toMatchObject({ outcome: 'unchanged', version: 2 });
    expect((await service.auditRows()).length).toBe(rows);
    expect(await service.auditProblems()).toEqual([]);
  });

  it('are read as spreadsheets write them, and with one row that is wrong nothing is imported', async () => {
    await start({});
    await service.syncWith(catalogue);
    const latin = Buffer.from(`"HSA-id","Namn"\n"${NORTH}","Hemtjänst, norr"\n`, 'latin1');
    expect(await service.get(CosmicUnits).import(REACH, 'berg', latin, { ...by, dryRun: true })).toMatchObject({
      changes: [{ after: 'Hemtjänst, norr' }],
    });
    expect(await load(`\ufeffHSA-id;Namn\n${NORTH};Norr\nfel;Söder\n`)).toMatchObject({
      outcome: 'faulty',
      problems: [{ line: 3, problem: 'hsa-id-malformed' }],
    });
    expect(await load('HSA-id\nx\n')).toMatchObject({ outcome: 'faulty', fault: 'column-missing', column: 'namn' });
    expect(await load('HSA-id;Namn;Lön\n')).toMatchObject({ fault: 'column-unknown', column: '3' });
    expect(await load('')).toMatchObject({ fault: 'empty' });
    expect(await load(`HSA-id;Namn\n${NORTH}\n`)).toMatchObject({ fault: 'wrong-length' });
    expect(await load(`HSA-id;Namn\n"${NORTH};Norr\n`)).toMatchObject({ fault: 'not-csv' });
    expect(await service.dataSource.manager.count(CosmicUnitListEntity)).toBe(0);
    expect(await refusalOf(service.get(CosmicUnits).import(REACH, 'are', latin, { ...by, dryRun: false }))).toBe('municipality-unknown');
  });

  it('are compared with those in HSA, by municipality', async () => {
    await start({});
    await service.syncWith(catalogue);
    const report = () => service.get(CosmicUnits).report(REACH);
    expect(await report()).toEqual(expect.arrayContaining([{ municipality: 'berg', version: null, importedAt: null, differences: [] }]));
    await load(`HSA-id;Namn;Överordnad\n${TOP};Bergs kommun;\nSE2120002502-00S1;Hemtjänst Söder;${TOP}\n`);
    expect((await service.get(CosmicUnits).report(REACH, 'berg'))[0]?.differences).toEqual([
      { difference: 'missing', hsaId: NORTH, inHsa: 'Bergs kommun / Hemtjänst Norr', inCosmic: null, people: 1 },
      { difference: 'added', hsaId: 'SE2120002502-00S1', inHsa: null, inCosmic: 'Hemtjänst Söder', people: 0 },
    ]);
  });

  it('a municipality’s first grants wait for a test login that worked', async () => {
    await start({});
    await service.syncWith(catalogue);
    const logins = service.get(TestLogins);
    const login = { municipality: 'berg', hsaId: hsaIdOf(1), account: `${hsaIdOf(1)}@ext.example.se`, at: '2026-11-21T03:00:00.000Z' };
    expect([await desk(service).next(), await refusalOf(desk(service).grant('2026-00001'))]).toEqual([null, 'not-grantable']);
    await logins.record(REACH, { ...login, worked: false, note: 'Fel användare' }, by);
    expect(await reasons(1)).toContain('test-login-missing');
    service.clock.advance(1000);
    await logins.record(REACH, { ...login, at: '2026-11-21T03:10:00.000Z', worked: true, note: null }, by);
    expect(await reasons(1)).not.toContain('test-login-missing');
    expect((await desk(service).next())?.number).toBe('2026-00001');
    expect((await logins.list(REACH)).map(({ worked, note }) => [worked, note])).toEqual([
      [true, null],
      [false, 'Fel användare'],
    ]);
    expect(await refusalOf(logins.record(REACH, { ...login, at: '2026-11-22T03:10:00.000Z', worked: true, note: null }, by))).toBe(
      'time-ahead',
    );
    expect(await refusalOf(logins.record([], { ...login, worked: true, note: null }, by))).toBe('municipality-unknown');
    expect((await service.explain(hsaIdOf(1))).trail.map(({ action }) => action)).toContain('test-login');
  });
});
