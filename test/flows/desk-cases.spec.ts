import { CaseDesk } from '../../src/service-desk/case-desk.service';
import { CaseEntity } from '../../src/service-desk/case.entity';
import { ListCases } from '../../src/service-desk/list-cases.service';
import { hsaIdOf, inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { ANNA, AT_ONCE, BO, desk, REACH, refusalOf, workOf } from '../support/desk';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service. Faked: the clock, which begins at four on a Saturday morning.

const HOUR = 3_600_000;

onEachDatabase(() => {
  let service: TestService;
  let at: ReturnType<typeof desk>;
  const start = async (policy: object = AT_ONCE) => {
    service = await TestService.start({ municipalities: [{ policy, brake: NO_BRAKE }] });
    at = desk(service);
  };
  afterEach(() => service.close());
  const one = (number = '2026-00001') => service.dataSource.manager.findOneByOrFail(CaseEntity, { number });

  it('are one person’s at a time, until they are released, taken over or left lying', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    expect(await at.claim('2026-00001')).toMatchObject({ state: 'claimed', claimedBy: ANNA, version: 2 });
    expect(await at.claim('2026-00001', ANNA.toLowerCase())).toMatchObject({ state: 'claimed' });
    for (const deed of [at.claim, at.release, at.grant, at.sendBack] as ((number: string, ...words: unknown[]) => Promise<unknown>)[]) {
      const words: unknown[] = deed === at.grant ? [null, { who: BO }] : deed === at.sendBack ? ['manager', 'Fel', BO] : [BO];
      expect(['case-held', 'not-your-case']).toContain(await refusalOf(deed('2026-00001', ...words)));
    }
    expect(await refusalOf(at.claim('2026-00001', BO, '  '))).toBe('reason-needed');
    expect(await at.claim('2026-00001', BO, 'Anna är sjuk')).toMatchObject({ claimedBy: BO });
    expect(await refusalOf(at.release('2026-00001', ANNA))).toBe('not-your-case');
    expect(await at.release('2026-00001', BO)).toMatchObject({ state: 'open', claimedBy: null });
    const trail = (await service.explain(hsaIdOf(1))).trail.map(({ action, actor, reason }) => [action, actor, reason]);
    expect(trail.slice(1)).toEqual([
      ['case-claimed', `person:${ANNA}`, null],
      ['case-claimed', `person:${ANNA.toLowerCase()}`, null],
      ['case-taken-over', `person:${BO}`, 'Anna är sjuk'],
      ['case-released', `person:${BO}`, null],
    ]);
    const { notes } = await service.showCase('2026-00001');
    expect(notes).toMatchObject([{ kind: 'taken-over', by: BO, text: 'Anna är sjuk' }]);
  });

  it('that nobody touches for eight working hours are anybody’s again; a note is a touch', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    await at.claim('2026-00001'); // on a Saturday: counted from Monday at eight
    service.travelTo('2026-11-23T14:59:59.999Z');
    expect([await at.expire(), await refusalOf(at.claim('2026-00001', BO))]).toEqual([0, 'case-held']);
    await at.note('2026-00001', 'Väntar på svar');
    service.travelTo('2026-11-24T14:59:00.000Z');
    expect(await at.expire()).toBe(0);
    service.travelTo('2026-11-24T15:00:00.000Z');
    expect(await at.expire()).toBe(1);
    expect(await one()).toMatchObject({ state: 'open', claimedBy: null });
    await at.claim('2026-00001');
    service.travelTo('2026-11-26T08:00:00.000Z');
    expect(await at.claim('2026-00001', BO)).toMatchObject({ claimedBy: BO }); // without a reason: Anna had left it lying
  });

  it('next: the oldest that can be done, and what cannot be granted is left', async () => {
    await start({ requireAgreement: false, requireTestLogin: true });
    await service.syncWith(inhabitants(2));
    expect(await at.next()).toBeNull();
    await service.syncWith([inhabitant(1, { attributes: { title: 'Läkare' } }), inhabitant(2)]);
    expect(await at.next()).toMatchObject({ number: '2026-00003', event: 'changed', claimedBy: ANNA });
    expect(await at.next()).toBeNull();
    await service.restart({ municipalities: [{ policy: AT_ONCE, brake: NO_BRAKE }] });
    at = desk(service);
    await service.sync(); // nobody has moved; the policy has
    expect([(await at.next(BO))?.number, (await at.next())?.number, await at.next()]).toEqual(['2026-00001', '2026-00002', null]);
  });

  it('show their holder what has changed in HSA since they were taken, by mail as before', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    await at.claim('2026-00001');
    expect((await service.showCase('2026-00001')).changesSinceClaim).toEqual([]);
    await service.syncWith([inhabitant(1, { attributes: { title: 'Läkare' } })]);
    const shown = await service.showCase('2026-00001');
    expect(shown).toMatchObject({
      state: 'claimed',
      claimedBy: ANNA,
      changesSinceClaim: [{ field: 'title', before: null, after: 'Läkare' }],
    });
    expect(shown.enter).toContainEqual({ field: 'title', label: 'Titel', value: 'Läkare' });
    expect((await service.mails('changed')).length).toBe(1);
    await at.claim('2026-00001');
    expect((await service.showCase('2026-00001')).changesSinceClaim).toEqual([]);
  });

  it('returned come back when what was wrong is mended, or by hand', async () => {
    await start({ requireAgreement: true, requireTestLogin: false });
    await service.syncWith(inhabitants(1));
    expect(await at.sendBack('2026-00001', 'hsa-administrator', 'Fel enhet 20170101-2393')).toMatchObject({
      state: 'returned',
      returnedTo: 'hsa-administrator',
      awaitsMending: false,
    });
    expect((await service.showCase('2026-00001')).notes).toMatchObject([{ kind: 'returned', by: ANNA }]);
    expect(JSON.stringify(await service.showCase('2026-00001'))).not.toContain('2393');
    expect(await at.next()).toBeNull();
    await service.sync();
    expect(await one()).toMatchObject({ state: 'returned' });
    await service.syncWith([inhabitant(1, { attributes: { title: 'Läkare' } })]);
    expect(await one()).toMatchObject({ state: 'open', returnedTo: null });
    await at.sendBack('2026-00001', 'manager');
    expect(await at.claim('2026-00001', BO)).toMatchObject({ state: 'claimed', claimedBy: BO, returnedTo: null });
  });

  it('returned for what the facts say come back when the facts say otherwise', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    // HSA has the person twice: held, and the HSA administrator's to mend.
    await service.syncWith([...inhabitants(1), inhabitant(1, { cn: 'Dubblett' })]);
    expect(await at.sendBack('2026-00001', 'hsa-administrator', 'Två poster')).toMatchObject({ state: 'returned', awaitsMending: true });
    await service.sync();
    expect(await one()).toMatchObject({ state: 'returned' });
    await service.syncWith(inhabitants(1));
    expect(await one()).toMatchObject({ state: 'open', returnedTo: null, awaitsMending: false });
  });

  it('are not changed by whoever read them before somebody else did', async () => {
    await start();
    await service.syncWith(inhabitants(1));
    await at.claim('2026-00001');
    const stale = service.get(CaseDesk).release(REACH, '2026-00001', workOf(ANNA, 1));
    expect(await refusalOf(stale)).toBe('changed-meanwhile');
    expect((await service.get(CaseDesk).release(REACH, '2026-00001', workOf(ANNA, 2))).version).toBe(3);
  });

  it('are listed a page at a time, oldest first, with age and when they are due; a protected person’s show nobody', async () => {
    await start();
    await service.syncWith([...inhabitants(4), inhabitant(5, { classes: ['hsaConfidentialPerson'] })]);
    await at.claim('2026-00002', BO);
    const list = service.get(ListCases);
    const first = await list.list(REACH, { limit: 3 });
    const second = await list.list(REACH, { limit: 3, after: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual(
      ['1', '2', '3', '4', '5'].map((digit) => `2026-0000${digit}`),
    );
    expect(second.next).toBeNull();
    expect(first.items[0]).toMatchObject({ hsaId: hsaIdOf(1), ageDays: 0, isLate: false, dueAt: '2026-11-24T15:00:00.000Z', ready: true });
    expect(second.items[1]).toMatchObject({ isProtected: true, hsaId: null, name: null, municipality: null, unit: null });
    expect((await list.list(REACH, { limit: 9, claimedBy: BO.toLowerCase() })).items.map(({ number }) => number)).toEqual(['2026-00002']);
    expect((await list.list(REACH, { limit: 9, municipality: 'are' })).items).toEqual([]);
    expect((await list.list([], { limit: 9 })).items).toEqual([]);
    service.clock.advance(4 * 24 * HOUR);
    expect((await list.list(REACH, { limit: 1 })).items[0]).toMatchObject({ ageDays: 4, isLate: true });
  });
});
