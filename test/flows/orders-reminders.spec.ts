import { OrderExpiry } from '../../src/orders/order-expiry.service';
import { OrderReminders } from '../../src/orders/order-reminders.service';
import { OrderService } from '../../src/orders/order.service';
import { OrderReminderEntity } from '../../src/orders/order.entity';
import { CONFIGURATION } from '../../src/platform/config/configuration.token';
import type { Configuration } from '../../src/platform/config/schema';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { personEntry } from '../support/builders/ldif';
import { onEachDatabase } from '../support/each-database';
import { end, manager, MANAGER, place, ROLES_TO_ORDER, show } from '../support/orders';
import { TestService } from '../support/service';

/*
 * What the service does by itself about orders in the morning. Real: the whole service, the catalogue's file, the mails,
 * the databases. Faked: the clock, who is logged in, and that the schedule is called by the test.
 */

const kim = (mail: string | undefined) =>
  personEntry({ hsaId: MANAGER, givenName: 'Kim', surname: 'Chef', roles: [], attributes: { mail } });
const staff = [1, 2, 3].map((number) => inhabitant(number, { roles: [] }));
const SCHEDULE = { kind: 'schedule', name: 'orders', systemUser: null } as const;

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ policy: { requireOrder: true } }], configuration: ROLES_TO_ORDER });
    await service.syncWith([kim('kim.chef@berg.example.se'), ...staff]);
  });
  afterEach(() => service.close());

  const remind = (who: TestService = service): Promise<number> => {
    const [berg] = who.get<Configuration>(CONFIGURATION as never).municipalities;
    return who.get(OrderReminders).remind(berg!);
  };
  const mails = () => service.mails('order-reminder');
  const on = (day: string) => service.travelTo(`${day}T06:15:00.000Z`);

  it('reminds the manager once for each time, of all orders in one mail that names nobody', async () => {
    for (const number of [1, 2]) await place(service, hsaIdOf(number), { to: '2027-01-31' });
    await place(service, hsaIdOf(3));
    on('2026-12-31');
    expect(await remind()).toBe(0);
    on('2027-01-01');
    expect(await remind()).toBe(1);
    expect(await remind()).toBe(0);
    const [mail] = await mails();
    expect(mail).toMatchObject({ to: 'kim.chef@berg.example.se', state: 'waiting', hsaId: null });
    expect(mail?.text).toContain('Beställning B2026-00002: http://127.0.0.1:8080/orders/B2026-00002');
    expect(mail?.text).not.toMatch(/Andersson|SE2120002502/);
    on('2027-01-24');
    expect(await remind()).toBe(1);
    on('2027-01-31');
    expect(await remind()).toBe(0);
    expect(await mails()).toHaveLength(2);
  });

  it('reminds once where two instances look at the same moment', async () => {
    await place(service, hsaIdOf(1), { to: '2027-01-31' });
    on('2027-01-02');
    const other = await service.another();
    expect((await Promise.all([remind(), remind(other)])).sort()).toEqual([0, 1]);
    await other.close();
    expect(await mails()).toHaveLength(1);
  });

  it('reminds anew of a last day that was moved, and not of one that was set to end it', async () => {
    const [moved, ended] = [await place(service, hsaIdOf(1), { to: '2027-01-31' }), await place(service, hsaIdOf(2), { to: '2027-01-31' })];
    on('2027-01-01');
    await end(service, ended, '2027-01-31');
    expect(await remind()).toBe(1);
    await service.get(OrderService).change(manager(service), moved, 1, { to: '2027-02-28' });
    expect(await remind()).toBe(0);
    on('2027-01-29');
    expect(await remind()).toBe(1);
    expect((await mails())[1]?.text).toContain(moved);
    expect((await mails())[1]?.text).not.toContain(ended);
  });

  it('finds an order whose manager has no address, until there is one', async () => {
    await place(service, hsaIdOf(1), { to: '2027-01-31' });
    on('2027-01-02');
    service.writeCatalogue('berg', [kim(undefined), ...staff]);
    expect(await remind()).toBe(0);
    await service.syncFull();
    expect(await service.findings('order-manager-without-mail')).toMatchObject([
      { hsaId: MANAGER, detail: expect.stringContaining('Beställning B2026-00001 går ut 2027-01-31') },
    ]);
    service.writeCatalogue('berg', [kim('kim@berg.example.se'), ...staff]);
    expect(await remind()).toBe(1);
    expect(await service.findings('order-manager-without-mail')).toEqual([]);
    expect((await mails())[0]?.to).toBe('kim@berg.example.se');
  });

  it('reminds at the address of the order where the directory cannot be asked', async () => {
    await place(service, hsaIdOf(1), { to: '2027-01-31' });
    on('2027-01-02');
    service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
    expect(await remind()).toBe(1);
    expect((await mails())[0]?.to).toBe('kim.chef@berg.example.se');
    expect(await service.dataSource.manager.find(OrderReminderEntity)).toMatchObject([
      { number: 'B2026-00001', to: '2027-01-31', days: 30 },
    ]);
  });

  it('ends orders whose last day is over, and leaves the others', async () => {
    await service.syncWith([kim(undefined), inhabitant(1), ...staff.slice(1)]);
    const over = await place(service, hsaIdOf(1), { to: '2026-11-30' });
    const lasts = await place(service, hsaIdOf(2), { to: '2026-12-01' });
    const expiry = service.get(OrderExpiry);
    service.travelTo('2026-11-30T22:59:59.000Z');
    expect(await expiry.expire('berg', SCHEDULE)).toBe(0);
    service.travelTo('2026-11-30T23:00:00.000Z');
    expect(await expiry.expire('berg', SCHEDULE)).toBe(1);
    expect(await expiry.expire('berg', SCHEDULE)).toBe(0);
    expect(await show(service, over)).toMatchObject({ state: 'ended', endedAt: '2026-11-30T23:00:00.000Z', endedBy: null, version: 2 });
    expect(await show(service, lasts)).toMatchObject({ state: 'placed', version: 1 });
    expect(await service.account(hsaIdOf(1))).toMatchObject({ enabled: false, disabledAt: '2026-11-30T23:00:00.000Z' });
    expect(await service.mails('ended')).toHaveLength(1);
    const [row] = (await service.auditRows()).slice(-1);
    expect(row).toMatchObject({ action: 'access-ended', actorKind: 'schedule', actorName: 'orders' });
    expect(await service.sync()).toMatchObject({ ended: 0, changed: 0 });
  });
});
