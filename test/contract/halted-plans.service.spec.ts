import type { PlanRow } from '../../src/reconciliation/plan/plan';
import { noCounts } from '../../src/reconciliation/run-result';
import { PlanEntity, PlanRowEntity, RunEntity } from '../../src/reconciliation/run.entity';
import { describeStorage } from '../support/storage';

const NOW = '2026-11-21T03:05:00.000Z';

const row = (hsaIdKey: string, change: Partial<PlanRow> = {}): PlanRow => ({
  hsaIdKey,
  hsaId: hsaIdKey.toUpperCase(),
  isProtected: false,
  action: 'changed',
  before: { sn: 'Öberg' },
  after: { sn: 'Åkesson' },
  changes: [{ field: 'name', before: 'Åsa Öberg', after: 'Åsa Åkesson' }],
  knownBeforehand: false,
  digest: `digest of ${hsaIdKey}`,
  ...change,
});

describeStorage('halted plans', (the) => {
  const keep = (rows: PlanRow[], municipality = 'berg'): Promise<string> =>
    the.storage.transaction((manager) => the.storage.plans.keep(manager, { municipality, rows, tripped: ['3 avslut.'], now: NOW }));
  const states = async () => Object.fromEntries((await the.storage.manager.find(PlanEntity)).map(({ id, state }) => [id, state]));
  const run = (id: string, planId: string | null) =>
    the.storage.manager.insert(RunEntity, {
      ...{ id, planId, municipality: 'berg', mode: 'full', status: 'halted', actorKind: 'command', actorName: 'sync', systemUser: null },
      ...{ startedAt: NOW, finishedAt: NOW, counts: noCounts(), reason: null, releasedPlanId: null },
    });

  it('hold every person with every before and after, sealed', async () => {
    const rows = [row('se2120002502-b'), row('se2120002502-a', { before: null, action: 'created', isProtected: true })];
    const id = await keep(rows);
    const stored = await the.storage.manager.find(PlanRowEntity, { where: { planId: id }, order: { hsaIdKey: 'ASC' } });
    expect(stored.map(({ content }) => the.storage.box.open(content))).toEqual([rows[1], rows[0]]);
    expect(stored.map(({ content }) => content.startsWith('sealed1.'))).toEqual([true, true]);
    expect(JSON.stringify(stored)).not.toMatch(/Öberg|Åkesson/);
  });

  it('are kept once, however many runs halt on the same, in whatever order it was read', async () => {
    const first = await keep([row('se2120002502-a'), row('se2120002502-b')]);
    expect(await keep([row('se2120002502-b'), row('se2120002502-a')])).toBe(first);
    expect(await states()).toEqual({ [first]: 'pending' });
    expect(await the.storage.manager.count(PlanRowEntity)).toBe(2);
  });

  it('give way to one of other content, in their own municipality', async () => {
    const first = await keep([row('se2120002502-a')]);
    const elsewhere = await keep([row('se2120002502-a')], 'are');
    const second = await keep([row('se2120002502-a', { digest: 'another' })]);
    expect(await states()).toEqual({ [first]: 'superseded', [elsewhere]: 'pending', [second]: 'pending' });
  });

  it('are told by the run that halted, with what its reader approves, also when superseded', async () => {
    const first = await keep([row('se2120002502-a'), row('se2120002502-b')]);
    await run('berg-1', first);
    await keep([]);
    const halted = await the.storage.plans.ofRun('berg-1');
    expect(halted?.plan).toMatchObject({ id: first, state: 'superseded', tripped: ['3 avslut.'] });
    expect([...(halted?.approved ?? [])].sort()).toEqual([
      ['se2120002502-a', 'digest of se2120002502-a'],
      ['se2120002502-b', 'digest of se2120002502-b'],
    ]);
  });

  it('are none of a run that did not halt, or never was', async () => {
    await run('berg-2', null);
    expect(await the.storage.plans.ofRun('berg-2')).toMatchObject({ plan: null, approved: new Map() });
    expect(await the.storage.plans.ofRun('berg-3')).toBeNull();
  });

  it('say who released them, and are not superseded after that', async () => {
    const id = await keep([row('se2120002502-a')]);
    await the.storage.plans.markReleased(the.storage.manager, id, 'Dana Drift', NOW);
    await the.storage.plans.supersede(the.storage.manager, 'berg');
    expect(await the.storage.manager.findOneBy(PlanEntity, { id })).toMatchObject({
      state: 'released',
      releasedBy: 'Dana Drift',
      releasedAt: NOW,
    });
    expect(await keep([row('se2120002502-a')])).not.toBe(id);
  });
});
