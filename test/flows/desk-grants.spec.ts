import { GrantEntity } from '../../src/service-desk/grant.entity';
import { GrantService } from '../../src/service-desk/grant.service';
import { hsaIdOf, inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { ANNA, AT_ONCE, BO, desk, refusalOf, workOf } from '../support/desk';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service. Faked: the clock.

const MINUTE = 60_000;
const UNIT = 'SE2120002502-0001';

onEachDatabase(() => {
  let service: TestService;
  let at: ReturnType<typeof desk>;
  const start = async (policy: object = AT_ONCE, configuration: object = {}) => {
    service = await TestService.start({ municipalities: [{ policy, brake: NO_BRAKE }], configuration });
    at = desk(service);
  };
  afterEach(() => service.close());
  const grants = () => service.dataSource.manager.find(GrantEntity, { order: { grantedAt: 'ASC', id: 'ASC' } });
  const states = async () => (await service.cases()).map(({ number, event, state }) => [number, event, state]);

  it('granted, told when the undo window is over, removed: the whole way', async () => {
    await start(AT_ONCE, { serviceDesk: { address: 'servicecenter@example.se', guideUrl: 'https://guide.example.se/link' } });
    await service.syncWith(inhabitants(2));
    const { row } = await at.grant('2026-00001');
    expect(row).toMatchObject({ state: 'done', version: 2 });
    expect(await grants()).toMatchObject([{ unitHsaId: UNIT, grantedBy: ANNA, noticeAt: null, informedAt: null }]);
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ stage: 'granted', blockers: [{ reason: 'not-informed' }, {}] });

    service.clock.advance(10 * MINUTE - 1);
    expect(await at.inform()).toBe(0);
    service.clock.advance(1);
    expect([await at.inform(), await at.inform()]).toEqual([1, 0]);
    const [mail, ...more] = await service.mails('access-ready');
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: '-', subject: 'Din behörighet är klar', hsaId: hsaIdOf(1) });
    expect(mail?.text).toContain('https://guide.example.se/link');
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ stage: 'informed' });
    await service.dispatch();
    expect(service.sentFiles().filter((file) => file.includes('To: se2120002502-p001@berg.example.se'))).toHaveLength(1);

    await service.syncWith([inhabitant(2)]);
    expect(await states()).toEqual([
      ['2026-00001', 'new', 'done'],
      ['2026-00002', 'new', 'open'],
      ['2026-00003', 'ended', 'open'],
    ]);
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ stage: 'ending', blockers: [{}, { reason: 'removal-not-confirmed' }] });
    const removed = await at.remove('2026-00003', [UNIT.toLowerCase()], BO);
    expect(removed.row.state).toBe('done');
    const [{ closedAt } = {}] = await service.dataSource.query<{ closedAt: string | null }[]>(
      'SELECT closed_at AS "closedAt" FROM account WHERE desired_enabled = false',
    );
    expect(closedAt).toBe(service.clock.now());
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ stage: 'ended' });
    expect(await service.auditProblems()).toEqual([]);
    const { trail } = await service.explain(hsaIdOf(1));
    expect(trail.map(({ action, caseNumber }) => [action, caseNumber])).toEqual([
      ['access-created', '2026-00001'],
      ['granted', '2026-00001'],
      ['informed', '2026-00001'],
      ['access-ended', '2026-00003'],
      ['removal-confirmed', '2026-00003'],
    ]);

    // Retention runs from the confirmation.
    service.clock.advance(91 * 24 * 60 * MINUTE);
    service.writeCatalogue('berg', [inhabitant(2)]);
    await service.sync();
    expect((await service.account(hsaIdOf(1))).deletedAt).not.toBeNull();
  });

  it('is refused with all that is in the way', async () => {
    await start({});
    await service.syncWith(inhabitants(1));
    const refused = await at.grant('2026-00001').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'not-grantable', status: 409 });
    expect((refused as { en: string }).en).toBe('It cannot be granted yet: agreement-missing, test-login-missing.');
    expect(await grants()).toEqual([]);
    expect(await service.showCase('2026-00001')).toMatchObject({
      grantable: false,
      blockers: [{ reason: 'agreement-missing', owner: 'user' }, { reason: 'test-login-missing' }, { reason: 'not-granted' }, {}],
    });
  });

  it('undone within the window: nobody is told, and the case is the undoer’s again', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    await at.grant('2026-00001');
    service.clock.advance(10 * MINUTE - 1);
    expect((await at.undo('2026-00001', BO)).row).toMatchObject({ state: 'claimed', claimedBy: BO, endedAt: null });
    service.clock.advance(MINUTE);
    expect(await at.inform()).toBe(0);
    expect([await grants(), await service.mails('access-ready')]).toEqual([[], []]);
    expect(await refusalOf(at.undo('2026-00001', BO))).toBe('nothing-to-undo');
    await at.grant('2026-00001', null, { who: BO });
    service.clock.advance(10 * MINUTE);
    expect(await refusalOf(at.undo('2026-00001', BO))).toBe('undo-too-late');
    expect(await at.inform()).toBe(1);
    expect(await refusalOf(at.undo('2026-00001', BO))).toBe('undo-too-late');
  });

  it('undone when the person has left meanwhile: the case stays closed', async () => {
    await start();
    await service.syncWith(inhabitants(2));
    await at.grant('2026-00001');
    service.writeCatalogue('berg', [inhabitant(2)]);
    await service.syncAnswer();
    service.clock.advance(-15 * MINUTE);
    await at.undo('2026-00001');
    expect(await states()).toEqual([
      ['2026-00001', 'new', 'done'],
      ['2026-00002', 'new', 'open'],
      ['2026-00003', 'ended', 'open'],
    ]);
    expect((await at.nothingGranted('2026-00003')).state).toBe('done');
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ stage: 'ended' });
  });

  it('undone and told at the same time: one of the two', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    await at.grant('2026-00001');
    service.clock.advance(10 * MINUTE);
    const other = desk(await service.another());
    const [undone, told] = await Promise.all([refusalOf(at.undo('2026-00001')), other.inform()]);
    expect([undone, told, (await service.mails('access-ready')).length]).toEqual(['undo-too-late', 1, 1]);
  });

  it('told once, however many tell at the same time', async () => {
    await start();
    await service.syncWith(inhabitants(6));
    for (const { number } of await service.cases()) await at.grant(number);
    service.clock.advance(10 * MINUTE);
    const [one, other] = [await service.another(), await service.another()].map(desk);
    const told = await Promise.all([at.inform(), one?.inform(), other?.inform()]);
    expect(told.reduce((sum = 0, count = 0) => sum + count, 0)).toBe(6);
    expect(await service.mails('access-ready')).toHaveLength(6);
  });

  it.each([
    ['protected', { classes: ['hsaConfidentialPerson'] }],
    ['without mail', { attributes: { mail: undefined } }],
  ])('somebody %s is told by a person, who confirms it', async (_what, options) => {
    await start();
    await service.syncWith([inhabitant(1, options)]);
    await at.grant('2026-00001');
    expect(await refusalOf(at.told(hsaIdOf(1)))).toBe('nothing-to-confirm');
    service.clock.advance(10 * MINUTE);
    expect([await at.inform(), await at.inform()]).toEqual([1, 0]);
    expect(await service.mails('access-ready')).toEqual([]);
    expect(await service.explain(hsaIdOf(1))).toMatchObject({
      stage: 'granted',
      blockers: [{ reason: 'not-informed', owner: 'service-desk' }, {}],
    });
    await at.told(hsaIdOf(1), BO);
    expect(await grants()).toMatchObject([{ informedBy: BO, informedAt: service.clock.now() }]);
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ stage: 'informed' });
    expect(await refusalOf(at.told(hsaIdOf(1)))).toBe('nothing-to-confirm');
  });

  it('of several units: each is recorded and removed by itself, and the account is closed with the last', async () => {
    await start();
    const other = 'SE2120002502-00N2';
    await service.syncWith(inhabitants(2));
    expect(await refusalOf(at.grant('2026-00001', [other]))).toBe('unit-not-in-case');
    const first = await at.grant('2026-00001', [UNIT], { more: true });
    expect(first.row).toMatchObject({ state: 'claimed', claimedBy: ANNA });
    expect(await refusalOf(at.grant('2026-00001', [UNIT]))).toBe('already-granted');
    await service.syncWith([inhabitant(2)]);
    expect(await refusalOf(at.nothingGranted('2026-00003'))).toBe('grants-open');
    expect(await refusalOf(at.remove('2026-00003', [other]))).toBe('no-such-grant');
    expect((await at.remove('2026-00003')).row.state).toBe('done');
  });

  it('can be recorded only where the case is about it', async () => {
    await start();
    await service.syncWith(inhabitants(2));
    await service.syncWith([inhabitant(1, { attributes: { title: 'Läkare' } })]);
    const deeds: Record<string, [() => Promise<unknown>, string][]> = {
      '2026-00001': [
        [() => at.remove('2026-00001'), 'act-not-for-event'],
        [() => at.done('2026-00001'), 'act-not-for-event'],
        [() => at.nothingGranted('2026-00001'), 'act-not-for-event'],
      ],
      '2026-00004': [
        [() => at.grant('2026-00004'), 'act-not-for-event'],
        [() => at.done('2026-00004'), 'act-not-for-event'],
        [() => at.remove('2026-00004'), 'no-such-grant'],
      ],
    };
    expect(await states()).toEqual([
      ['2026-00001', 'new', 'open'],
      ['2026-00002', 'new', 'superseded'],
      ['2026-00003', 'changed', 'open'],
      ['2026-00004', 'ended', 'open'],
    ]);
    for (const [deed, code] of Object.values(deeds).flat()) expect(await refusalOf(deed())).toBe(code);
    for (const deed of [at.claim, at.release, at.sendBack.bind(null, '2026-00002', 'manager'), at.grant])
      expect(await refusalOf((deed as (number: string) => Promise<unknown>)('2026-00002'))).not.toBe('nothing was refused');
    expect((await at.done('2026-00003')).state).toBe('done');
  });

  it('belongs to those who reach the municipality as a whole; others find nothing there', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    for (const reach of [[], [{ municipality: 'are', unit: null }], [{ municipality: 'berg', unit: UNIT.toLowerCase() }]]) {
      const deed = service.get(GrantService).grant(reach, '2026-00001', workOf(ANNA), { units: null, more: false });
      expect(await refusalOf(deed)).toBe('not-found');
    }
  });
});
