import { OrderService } from '../../src/orders/order.service';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { done, end, manager, place, ROLES_TO_ORDER, show } from '../support/orders';
import { TestService } from '../support/service';

/*
 * A municipality where nobody gets an account without an order. Real: the whole service, the catalogue's file, the
 * databases. Faked: the clock, who is logged in, and that midnight's job is called by the test.
 */

const NEWCOMER = hsaIdOf(20);
const others = inhabitants(9);
const withoutRole = inhabitant(20, { roles: [] });
const withRole = inhabitant(20);

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ policy: { requireOrder: true } }], configuration: ROLES_TO_ORDER });
    await service.syncWith([...others, withoutRole]);
  });
  afterEach(() => service.close());

  const account = async () => (await service.accounts()).find(({ hsaId }) => hsaId === NEWCOMER) ?? null;
  const reasons = async () => (await service.explain(NEWCOMER)).blockers.map(({ reason }) => reason);

  it('gives nobody an account without one', async () => {
    expect(await service.sync()).toMatchObject({ status: 'completed', created: 0 });
    expect(await service.accounts()).toEqual([]);
    expect((await service.explain(hsaIdOf(1))).blockers[0]).toMatchObject({ reason: 'order-missing', owner: 'manager' });
  });

  it('gives one when the role comes after the order', async () => {
    const number = await place(service, NEWCOMER, { cosmicRole: 'usk' });
    expect(await service.accounts()).toEqual([]);
    expect(await show(service, number)).toMatchObject({
      state: 'placed',
      name: 'Anna Andersson',
      cosmicRole: { code: 'USK', name: 'Undersköterska kommun' },
      waitsFor: { reason: 'no-system-role', owner: 'hsa-administrator', isOld: false },
    });
    expect(await service.syncWith([...others, withRole])).toMatchObject({ created: 1 });
    expect(await account()).toMatchObject({ enabled: true });
    const [created] = (await service.cases()).filter(({ event }) => event === 'new');
    expect((await service.showCase(created?.number ?? '')).facts?.order).toMatchObject({
      number,
      role: { enter: 'Undersköterska kommun, läsa' },
      to: null,
    });
    expect(await service.sync()).toMatchObject({ created: 0, changed: 0, unchanged: 1 });
  });

  it('gives one at once when the order comes after the role', async () => {
    await service.syncWith([...others, withRole]);
    expect(await account()).toBeNull();
    await place(service, NEWCOMER);
    expect(await account()).toMatchObject({ enabled: true });
    expect(await service.mails('new')).toHaveLength(1);
    const rows = (await service.auditRows()).filter(({ subject }) => subject === NEWCOMER.toLowerCase());
    expect(rows.at(-1)).toMatchObject({ action: 'access-created', actorKind: 'person', runId: null });
    expect(await service.sync()).toMatchObject({ created: 0, unchanged: 1 });
    expect(await service.auditProblems()).toEqual([]);
  });

  it('leaves a trace of an order for somebody whom nobody has met', async () => {
    await place(service, NEWCOMER);
    const rows = (await service.auditRows()).filter(({ subject }) => subject === NEWCOMER.toLowerCase());
    expect(rows).toMatchObject([{ action: 'order-placed', actorKind: 'person', actorName: 'SE2120002502-CHEF', municipality: 'berg' }]);
  });

  it('ends access at once with the order, though the municipality is halted, and gives the same account back', async () => {
    await service.syncWith([...others, withRole]);
    const first = await place(service, NEWCOMER);
    const { accountName } = (await account())!;
    service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
    expect(await service.sync()).toMatchObject({ status: 'incomplete' });
    await end(service, first);
    expect(await account()).toMatchObject({ enabled: false });
    expect(await reasons()).toContain('order-ended');
    expect((await service.mails('ended'))[0]?.text).toContain('Orsak: Beställningen är avslutad.');
    await service.syncWith([...others, withRole]);
    expect(await account()).toMatchObject({ enabled: false });
    await place(service, NEWCOMER);
    expect(await account()).toMatchObject({ enabled: true, accountName });
    expect(await service.mails('reinstated')).toHaveLength(1);
    expect(await service.sync()).toMatchObject({ created: 0, ended: 0, reinstated: 0 });
  });

  it('gives nothing for one that was withdrawn before the role came', async () => {
    const number = await place(service, NEWCOMER);
    done(await service.get(OrderService).withdraw(manager(service), number, 1, { reason: 'Fel person' }));
    await service.syncWith([...others, withRole]);
    expect(await account()).toBeNull();
    expect(await show(service, number)).toMatchObject({ state: 'withdrawn', endReason: 'Fel person', waitsFor: null, version: 2 });
  });

  /** Midnight in Sweden, an hour before midnight in UTC; two before while it is summer there. */
  describe.each([
    ['in winter', '2026-11-30', '2026-11-29T22:59:59.000Z', '2026-11-29T23:00:00.000Z'],
    ['on the day summer time ends', '2026-10-26', '2026-10-25T22:59:59.000Z', '2026-10-25T23:00:00.000Z'],
    ['on the day summer time begins', '2027-03-28', '2027-03-27T22:59:59.000Z', '2027-03-27T23:00:00.000Z'],
    ['on the day after summer time began', '2027-03-29', '2027-03-28T21:59:59.000Z', '2027-03-28T22:00:00.000Z'],
  ])('whose first day begins %s', (_what, day, before, midnight) => {
    beforeEach(async () => {
      await service.close();
      const now = `${Number(day.slice(0, 4)) - (day < '2027' ? 0 : 1)}-10-01T08:00:00.000Z`;
      service = await TestService.start({ municipalities: [{ policy: { requireOrder: true } }], configuration: ROLES_TO_ORDER, now });
      await service.syncWith([...others, withRole]);
    });

    it('gives the account at midnight and not before, and takes it when the last day is over', async () => {
      await place(service, NEWCOMER, { from: day, to: day });
      await service.sync();
      service.travelTo(before);
      await service.sync();
      service.travelTo(midnight < service.clock.now() ? service.clock.now() : midnight);
      expect(await account()).toBeNull();
      expect(await service.sync()).toMatchObject({ created: 1 });
      expect(await account()).toMatchObject({ enabled: true });
      const [dayAfter] = [new Date(Date.parse(`${day}T12:00:00.000Z`) + 86_400_000).toISOString().slice(0, 10)];
      const over = `${day}T${day === '2027-03-28' || day === '2027-03-29' ? '22' : '23'}:00:00.000Z`;
      service.travelTo(new Date(Date.parse(over) - 1000).toISOString());
      expect(await service.endPassed()).toBe(0);
      service.travelTo(over);
      expect(await service.endPassed()).toBe(1);
      expect(await account()).toMatchObject({ enabled: false, disabledAt: over });
      expect(dayAfter > day).toBe(true);
    });
  });

  it('goes on from one order to the next without a break', async () => {
    await service.syncWith([...others, withRole]);
    await place(service, NEWCOMER, { to: '2026-11-30' });
    await place(service, NEWCOMER, { from: '2026-12-01', to: '2026-12-31', cosmicRole: 'SSK', confirmed: ['role-title-unsuited'] });
    service.travelTo('2026-11-30T23:00:00.000Z');
    expect(await service.endPassed()).toBe(0);
    expect(await service.sync()).toMatchObject({ ended: 0, changed: 1 });
    const [mail] = await service.mails('changed');
    expect(mail?.text).toContain('Undersköterska kommun (USK) → Sjuksköterska kommun (SSK)');
  });

  it('takes and gives back where there is a gap between two', async () => {
    await service.syncWith([...others, withRole]);
    await place(service, NEWCOMER, { to: '2026-11-30' });
    await place(service, NEWCOMER, { from: '2026-12-10' });
    service.travelTo('2026-11-30T23:00:00.000Z');
    expect(await service.endPassed()).toBe(1);
    expect(await service.sync()).toMatchObject({ ended: 0, reinstated: 0 });
    service.travelTo('2026-12-09T22:59:00.000Z');
    expect(await service.sync()).toMatchObject({ reinstated: 0 });
    expect(await service.sync()).toMatchObject({ reinstated: 1 });
    expect(await account()).toMatchObject({ enabled: true });
  });

  it('gets a last day, which ends access when it is over', async () => {
    await service.syncWith([...others, withRole]);
    const number = await place(service, NEWCOMER);
    await end(service, number, '2026-11-22');
    expect(await show(service, number)).toMatchObject({ state: 'placed', to: '2026-11-22', endReason: 'Slutar', version: 2 });
    expect(await account()).toMatchObject({ enabled: true });
    service.travelTo('2026-11-22T23:00:00.000Z');
    expect(await service.endPassed()).toBe(1);
  });
});
