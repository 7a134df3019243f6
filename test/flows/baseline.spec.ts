import { ImportBaseline } from '../../src/baseline/baseline-import.service';
import { GrantEntity } from '../../src/service-desk/grant.entity';
import { hsaIdOf, inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { ANNA, desk } from '../support/desk';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service. Faked: the clock.

const UNIT = 'SE2120002502-0001';
const HEADINGS = 'HSA-id;Behörig sedan;Enheter;Förbindelse undertecknad';

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({
      municipalities: [{ policy: { requireAgreement: false }, brake: NO_BRAKE }],
      configuration: { notifications: { digestFrom: 3 } },
    });
  });
  afterEach(() => service.close());
  const load = (rows: string[], dryRun = false) =>
    service.get(ImportBaseline).import(Buffer.from([HEADINGS, ...rows].join('\n')), {
      actor: { kind: 'person', name: ANNA, systemUser: null },
      traceId: 'trace',
      reason: 'Start',
      dryRun,
    });
  const row = (number: number, units = UNIT) => `${hsaIdOf(number)};2026-01-15;${units};`;

  it('before the first read: no case, no mail; the same file again changes nothing', async () => {
    expect(await load([row(1), row(2)])).toMatchObject({ outcome: 'imported', people: 2, recorded: 2, grants: 2, casesClosed: 0 });
    const { created } = await service.syncWith(inhabitants(3));
    expect(created).toBe(3);
    expect((await service.cases()).map(({ hsaIdKey, event }) => [hsaIdKey, event])).toEqual([[hsaIdOf(3).toLowerCase(), 'new']]);
    expect(await service.mails('new')).toHaveLength(1);
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ stage: 'informed' });
    const rows = (await service.auditRows()).length;
    expect(await load([row(1), row(2)])).toMatchObject({ recorded: 0, grants: 0 });
    expect((await service.auditRows()).length).toBe(rows);
    expect(await desk(service).inform()).toBe(0);
    // People log in already: the first of the others need not wait for a trial.
    expect((await desk(service).next())?.number).toBe('2026-00001');
    expect(await service.auditProblems()).toEqual([]);
  });

  it('after it: what was opened is closed, and what was to be said is not', async () => {
    await service.syncWith(inhabitants(4));
    expect((await service.mails('new')).map(({ subject }) => subject)).toEqual(['[Behörighet] Ny – 4 ärenden – Bergs kommun']);
    expect(await load([row(1), row(2)], true)).toMatchObject({ outcome: 'previewed', recorded: 2, grants: 2, casesClosed: 0 });
    expect(await service.dataSource.manager.count(GrantEntity)).toBe(0);
    expect(await load([row(1), row(2)])).toMatchObject({ grants: 2, casesClosed: 2, mailsWithdrawn: 0 });
    expect((await service.cases()).map(({ state }) => state)).toEqual(['done', 'done', 'open', 'open']);
    expect((await service.mails('new')).map(({ subject, state }) => [subject, state])).toEqual([
      ['[Behörighet] Ny – 2 ärenden – Bergs kommun', 'waiting'],
    ]);
    expect(await load([row(3), row(4)])).toMatchObject({ casesClosed: 2, mailsWithdrawn: 1 });
    expect((await service.mails('new')).map(({ state }) => state)).toEqual(['withdrawn']);
    expect((await service.dispatch()).mail).toMatchObject({ sent: 0, waiting: 0 });
  });

  it('lists what HSA and the AD say otherwise, also of somebody whom HSA does not know', async () => {
    await service.syncWith([...inhabitants(2), inhabitant(3, { attributes: { endDate: '20261101' } })]);
    const result = await load([row(1), row(2, 'SE2120002502-00N9'), row(3), row(9)]);
    const differences = 'differences' in result ? result.differences : [];
    expect(differences.map(({ hsaId, differences: all }) => [hsaId, all])).toEqual([
      [hsaIdOf(1), ['certificate-missing']],
      [hsaIdOf(2), ['certificate-missing', 'unit-differs']],
      [hsaIdOf(3), expect.arrayContaining(['ended'])],
      [hsaIdOf(9), ['not-in-directory']],
    ]);
    // Whoever comes into HSA later has it already.
    await service.syncWith([...inhabitants(2), inhabitant(9)]);
    expect((await service.cases()).filter(({ hsaIdKey }) => hsaIdKey === hsaIdOf(9).toLowerCase())).toEqual([]);
  });

  it('with one row that is wrong nothing is recorded', async () => {
    expect(await load([row(1), `${hsaIdOf(2)};i fjol;;`])).toMatchObject({
      outcome: 'faulty',
      problems: [{ line: 3, problem: 'date-malformed' }],
    });
    expect(await service.dataSource.manager.count(GrantEntity)).toBe(0);
  });
});
