import { MoreThan } from 'typeorm';
import type { Asker } from '../../src/orders/asker';
import { type NewOrder, OrderService } from '../../src/orders/order.service';
import { OrderEntity } from '../../src/orders/order.entity';
import { OrderViews } from '../../src/orders/order-views.service';
import { OrdersGranted } from '../../src/orders/orders-granted.service';
import { PeopleLookUp } from '../../src/orders/people-look-up.service';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { personEntry, unitEntry } from '../support/builders/ldif';
import { onEachDatabase } from '../support/each-database';
import { end, giveRole, helpdesk, manager, MANAGER, newOrder, place, ROLES_TO_ORDER, show } from '../support/orders';
import { TestService } from '../support/service';

// Who may order what for whom. Real: the whole service, the catalogue's file, the databases. Faked: the clock, and who is logged in.

const NORTH = 'SE2120002502-N';
const SOUTH = 'SE2120002502-S';
const GROUP = 'SE2120002502-G';
const inUnit = (number: number, unit: string[], more: Parameters<typeof inhabitant>[1] = {}) =>
  inhabitant(number, { unit, roles: [], ...more });
const catalogue = [
  unitEntry(['Norr'], { hsaIdentity: NORTH }),
  unitEntry(['Grupp 1', 'Norr'], { hsaIdentity: GROUP }),
  unitEntry(['Söder'], { hsaIdentity: SOUTH }),
  inUnit(1, ['Norr']),
  inUnit(2, ['Grupp 1', 'Norr']),
  inUnit(3, ['Söder']),
  inUnit(4, ['Norr'], { classes: ['hsaConfidentialPerson'], givenName: 'Hemlig', surname: 'Skyddad' }),
  inUnit(5, ['Söder'], { classes: ['hsaConfidentialPerson'] }),
  inUnit(6, ['Norr'], { classes: ['hsaArchivedObject'] }),
  inUnit(7, ['Norr'], { attributes: { startDate: 'snart' } }),
  inUnit(8, ['Norr']),
  inhabitant(9, { unit: ['Norr'], roles: [], hsaId: hsaIdOf(8).toLowerCase() }),
  personEntry({ hsaId: MANAGER, givenName: 'Kim', surname: 'Chef', unit: ['Norr'], roles: [] }),
];

onEachDatabase(() => {
  let service: TestService;
  let north: Asker;
  beforeEach(async () => {
    service = await TestService.start({
      municipalities: [{ policy: { requireOrder: true } }, { code: 'are' }],
      configuration: ROLES_TO_ORDER,
    });
    service.writeCatalogue('berg', catalogue);
    north = manager(service, { unit: NORTH.toLowerCase() });
  });
  afterEach(() => service.close());

  const answer = async (asker: Asker, hsaId: string, overrides: Partial<NewOrder> = {}) => {
    const given = await service.get(OrderService).place(asker, newOrder(hsaId, overrides));
    return given.outcome === 'done' ? given.number : given.code;
  };

  describe('the manager of a unit', () => {
    it.each<[string, number, Partial<NewOrder>, string]>([
      ['orders for those in the unit', 1, {}, 'B2026-00001'],
      ['orders for those in a unit below', 2, {}, 'B2026-00001'],
      ['does not order for those in another unit', 3, {}, 'person-outside-reach'],
      ['does not order for another unit', 1, { unit: SOUTH }, 'unit-outside-reach'],
      ['is asked about a unit where the person is not', 1, { unit: GROUP }, 'unit-differs'],
      ['orders for it when that is confirmed', 1, { unit: GROUP, confirmed: ['unit-differs'] }, 'B2026-00001'],
      ['does not order for a unit that is not there', 1, { unit: 'SE2120002502-X' }, 'unit-unknown'],
      ['does not order for a person as a unit', 1, { unit: hsaIdOf(2) }, 'unit-unknown'],
      ['is asked about somebody protected', 4, {}, 'person-protected'],
      ['orders for them when that is confirmed', 4, { confirmed: ['person-protected'] }, 'B2026-00001'],
      ['does not learn of somebody protected elsewhere', 5, {}, 'person-not-found'],
      ['does not order for nobody', 99, {}, 'person-not-found'],
      ['does not order for somebody archived', 6, {}, 'person-left'],
      ['does not order for two who share an HSA-id', 8, {}, 'person-ambiguous'],
    ])('%s', async (_what, number, overrides, expected) => {
      expect(await answer(north, hsaIdOf(number), overrides)).toBe(expected);
      expect(await service.dataSource.manager.count(OrderEntity)).toBe(expected.startsWith('B') ? 1 : 0);
    });

    it('does not order in a municipality that is not theirs, as if it were not there', async () => {
      for (const municipality of ['are', 'ostersund', 'nowhere'])
        await expect(answer(north, hsaIdOf(1), { municipality })).rejects.toMatchObject({ code: 'not-found', status: 404 });
      expect(await answer(north, hsaIdOf(1, 'are'))).toBe('person-elsewhere');
    });

    it('sees and touches the orders of the unit and those below, and no others', async () => {
      const numbers = [await place(service, hsaIdOf(1)), await place(service, hsaIdOf(2)), await place(service, hsaIdOf(3))];
      const views = service.get(OrderViews);
      expect((await views.list(north.reach, { limit: 10 })).items.map(({ number }) => number)).toEqual([numbers[1], numbers[0]]);
      const [, , foreign = ''] = numbers;
      for (const number of [foreign, 'B2026-99999']) {
        await expect(views.show(north.reach, number)).rejects.toMatchObject({ code: 'not-found' });
        const orders = service.get(OrderService);
        await expect(orders.end(north, number, 1, { day: null, reason: 'Slutar' })).rejects.toMatchObject({ code: 'not-found' });
        await expect(orders.withdraw(north, number, 1, { reason: 'Fel' })).rejects.toMatchObject({ code: 'not-found' });
        await expect(orders.change(north, number, 1, { cosmicRole: 'SSK' })).rejects.toMatchObject({ code: 'not-found' });
      }
      expect(await show(service, foreign)).toMatchObject({ state: 'placed', version: 1 });
    });

    it('sees nobody without a reach', async () => {
      await place(service, hsaIdOf(1));
      expect(await service.get(OrderViews).list([], { limit: 10 })).toEqual({ items: [], next: null });
    });
  });

  it('pages through the orders that were asked for, newest first', async () => {
    const placed: string[] = [];
    for (const number of [1, 2, 3]) {
      placed.unshift(await place(service, hsaIdOf(number)));
      service.clock.advance(1000);
    }
    await end(service, placed[0]!);
    const views = service.get(OrderViews);
    const { reach } = manager(service);
    const first = await views.list(reach, { limit: 2 });
    const second = await views.list(reach, { limit: 2, after: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual(placed);
    expect(second.next).toBeNull();
    const numbers = async (filter: object) => (await views.list(reach, { limit: 9, ...filter })).items.map(({ number }) => number);
    expect(await numbers({ state: ['ended'] })).toEqual([placed[0]]);
    expect(await numbers({ hsaId: hsaIdOf(1).toLowerCase() })).toEqual([placed[2]]);
    expect(await numbers({ unit: NORTH })).toEqual([placed[1], placed[2]]);
    expect(await numbers({ municipality: 'are' })).toEqual([]);
  });

  describe('helpdesk', () => {
    it('orders for a manager who is named and manages the unit', async () => {
      expect(await answer(helpdesk(service), hsaIdOf(1))).toBe('manager-missing');
      expect(await answer(helpdesk(service), hsaIdOf(1), { onBehalfOf: MANAGER })).toBe('manager-unfit');
      await giveRole(service, MANAGER, 'manager', SOUTH);
      expect(await answer(helpdesk(service), hsaIdOf(1), { onBehalfOf: MANAGER })).toBe('manager-unfit');
      expect(await answer(helpdesk(service), hsaIdOf(3), { onBehalfOf: MANAGER.toLowerCase() })).toBe('B2026-00001');
      expect(await show(service, 'B2026-00001')).toMatchObject({ orderedBy: 'SE2120002502-HELP', onBehalfOf: MANAGER.toLowerCase() });
      const [row] = (await service.auditRows()).filter(({ action }) => action === 'order-placed');
      expect(row).toMatchObject({ actorName: 'SE2120002502-HELP', traceId: (await show(service, 'B2026-00001')).traceId });
    });

    it('does not order for another helpdesk', async () => {
      await giveRole(service, MANAGER, 'helpdesk');
      expect(await answer(helpdesk(service), hsaIdOf(1), { onBehalfOf: MANAGER })).toBe('manager-unfit');
    });
  });

  it('two who order for one person at once place one order', async () => {
    const other = await service.another();
    const answers = await Promise.all([answer(north, hsaIdOf(1)), other.get(OrderService).place(manager(other), newOrder(hsaIdOf(1)))]);
    const codes = answers.map((one) => (typeof one === 'string' ? one : one.outcome === 'done' ? one.number : one.code));
    await other.close();
    expect(codes.sort()).toEqual(['B2026-00001', 'ordered-twice']);
  });

  it('two who change one order at once change it once', async () => {
    const number = await place(service, hsaIdOf(1));
    const orders = service.get(OrderService);
    const changes = await Promise.allSettled([
      orders.change(north, number, 1, { to: '2026-12-31' }),
      orders.end(manager(service), number, 1, { day: null, reason: 'Slutar' }),
    ]);
    expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(changes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'changed-meanwhile', status: 412 } });
    expect(await show(service, number)).toMatchObject({ version: 2 });
  });

  it('an order is changed, each part held to the rules, and what did not change is not asked again', async () => {
    const number = await place(service, hsaIdOf(1), { cosmicRole: 'SSK', confirmed: ['role-title-unsuited'] });
    const orders = service.get(OrderService);
    const change = async (version: number, what: object) => {
      const given = await orders.change(north, number, version, what);
      return given.outcome === 'done' ? given.outcome : given.code;
    };
    service.travelTo('2027-02-01T08:00:00.000Z'); // its first day is long ago by now
    expect(await change(1, {})).toBe('nothing-changed');
    expect(await change(1, { cosmicRole: 'XYZ' })).toBe('role-unknown');
    expect(await change(1, { to: '2026-12-31' })).toBe('end-passed');
    expect(await change(1, { from: '2026-12-01' })).toBe('start-too-long-ago');
    expect(await change(1, { unit: SOUTH })).toBe('unit-outside-reach');
    expect(await change(1, { unit: GROUP })).toBe('unit-differs');
    expect(await change(1, { to: '2027-12-31', cosmicRole: 'USK' })).toBe('done');
    expect(await show(service, number)).toMatchObject({
      version: 2,
      to: '2027-12-31',
      cosmicRole: { code: 'USK' },
      unit: { hsaId: NORTH },
    });
    expect(await change(2, { to: null, unit: GROUP, confirmed: ['unit-differs'] })).toBe('done');
    expect(await show(service, number)).toMatchObject({
      version: 3,
      to: null,
      unit: { hsaId: GROUP, path: ['Bergs kommun', 'Norr', 'Grupp 1'] },
    });
    const rows = (await service.auditRows()).filter(({ action }) => action.startsWith('order-'));
    expect(new Set(rows.map(({ traceId }) => traceId)).size).toBe(1);
  });

  it('a change keeps clear of the person’s other orders', async () => {
    const first = await place(service, hsaIdOf(1), { to: '2026-11-30' });
    await place(service, hsaIdOf(1), { from: '2026-12-01', unit: GROUP, confirmed: ['unit-differs'] });
    expect(await service.get(OrderService).change(north, first, 1, { to: '2026-12-01' })).toMatchObject({ code: 'order-overlaps' });
    expect(await service.get(OrderService).change(north, first, 1, { to: '2026-11-29' })).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['ended', { change: 'order-not-changeable', end: 'order-not-changeable', withdraw: 'order-not-withdrawable' }],
    ['withdrawn', { change: 'order-not-changeable', end: 'order-not-changeable', withdraw: 'order-not-withdrawable' }],
    ['fulfilled', { change: 'done', end: 'done', withdraw: 'order-not-withdrawable' }],
    ['placed', { change: 'done', end: 'done', withdraw: 'done' }],
  ] as const)('an order that is %s takes the steps that it can', async (state, expected) => {
    const orders = service.get(OrderService);
    const steps = {
      change: (number: string) => orders.change(north, number, 1, { to: '2026-12-31' }),
      end: (number: string) => orders.end(north, number, 1, { day: null, reason: 'Slutar' }),
      withdraw: (number: string) => orders.withdraw(north, number, 1, { reason: 'Fel' }),
    };
    for (const step of ['change', 'end', 'withdraw'] as const) {
      const number = await place(service, hsaIdOf(1));
      await service.dataSource.manager.update(OrderEntity, { number }, { state });
      const given = await steps[step](number);
      expect([step, given.outcome === 'done' ? 'done' : given.code]).toEqual([step, expected[step]]);
      await service.dataSource.manager.delete(OrderEntity, { number });
    }
  });

  it('an order is fulfilled by a grant and waits again when that is undone', async () => {
    const number = await place(service, hsaIdOf(1));
    const granted = service.get(OrdersGranted);
    const order = { municipality: 'berg', hsaIdKey: hsaIdOf(1).toLowerCase(), orderNumber: number };
    const by = { kind: 'person', name: 'SE2321000131-SC', systemUser: null } as const;
    const turn = (step: 'fulfil' | 'undoFulfil', whose = order) =>
      service.dataSource.transaction((database) => granted[step](database, whose, by, service.clock.now()));
    await turn('fulfil', { ...order, municipality: 'are' });
    expect(await show(service, number)).toMatchObject({ state: 'placed', version: 1 });
    await turn('fulfil');
    await turn('fulfil');
    expect(await show(service, number)).toMatchObject({ state: 'fulfilled', fulfilledAt: service.clock.now(), version: 2, waitsFor: null });
    await turn('undoFulfil');
    expect(await show(service, number)).toMatchObject({ state: 'placed', fulfilledAt: null, version: 3 });
    await end(service, number);
    await turn('fulfil');
    expect(await show(service, number)).toMatchObject({ state: 'ended' });
    expect(await granted.ordererAddress(service.dataSource.manager, order)).toBe('se2120002502-chef@berg.example.se');
    const rows = (await service.auditRows()).filter(({ action }) => ['order-fulfilled', 'order-reopened'].includes(action));
    expect(rows.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['order-fulfilled', by.name],
      ['order-reopened', by.name],
    ]);
  });

  it('of somebody protected an order shows neither name, unit nor reason, also when that comes later', async () => {
    const number = await place(service, hsaIdOf(4), { confirmed: ['person-protected'], reason: 'Hemligt skäl' });
    const later = await place(service, hsaIdOf(1), { reason: 'Öppet skäl' });
    const masked = { isProtected: true, name: null, unit: null, reason: null };
    expect(await show(service, number)).toMatchObject(masked);
    expect(await show(service, later)).toMatchObject({ isProtected: false, name: 'Anna Andersson', reason: 'Öppet skäl' });
    await service.syncWith(
      catalogue.map((entry) =>
        entry.attributes.hsaIdentity === hsaIdOf(1)
          ? inUnit(1, ['Norr'], { roles: ['RJH;LINK'], classes: ['hsaConfidentialPerson'] })
          : entry,
      ),
    );
    expect(await show(service, later)).toMatchObject(masked);
    const stored = JSON.stringify(await service.dataSource.manager.find(OrderEntity));
    expect(stored).not.toMatch(/Hemlig|skäl|Andersson|Norr/);
  });

  it('nothing is saved where the directory cannot be asked, and an order can be ended all the same', async () => {
    const number = await place(service, hsaIdOf(1));
    service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
    expect(await answer(north, hsaIdOf(2))).toBe('directory-unavailable');
    expect(await service.get(OrderService).change(north, number, 1, { to: '2026-12-31' })).toMatchObject({ code: 'directory-unavailable' });
    expect(await service.dataSource.manager.countBy(OrderEntity, { version: MoreThan(0) })).toBe(1);
    await end(service, number);
    expect(await show(service, number)).toMatchObject({ state: 'ended', endedBy: MANAGER });
  });

  it('refuses a personnummer in a reason, and keeps none of it', async () => {
    const reason = 'Ersätter 20170101-2393';
    expect(await answer(north, hsaIdOf(1), { reason })).toBe('reason-personal-number');
    const number = await place(service, hsaIdOf(1));
    const orders = service.get(OrderService);
    for (const given of [await orders.end(north, number, 1, { day: null, reason }), await orders.withdraw(north, number, 1, { reason })])
      expect(given).toMatchObject({ code: 'reason-personal-number' });
    expect(await orders.end(north, number, 1, { day: null, reason: ' ' })).toMatchObject({ code: 'reason-missing' });
    expect(await orders.end(north, number, 1, { day: '2026-11-20', reason: 'Slut' })).toMatchObject({ code: 'end-in-the-past' });
  });

  it('a person is looked up where the manager may order, the protected only by HSA-id and within reach', async () => {
    const lookUp = service.get(PeopleLookUp);
    const found = async (wanted: object, reach = north.reach) => {
      const given = await lookUp.look(reach, { municipality: 'berg', ...wanted });
      return 'items' in given ? given.items.map(({ hsaId, name, isWithinReach }) => [hsaId, name, isWithinReach]) : given.code;
    };
    expect(await found({ hsaId: hsaIdOf(1) })).toEqual([[hsaIdOf(1), 'Anna Andersson', true]]);
    expect(await found({ hsaId: hsaIdOf(3) })).toEqual([[hsaIdOf(3), 'Anna Andersson', false]]);
    expect(await found({ hsaId: hsaIdOf(4) })).toEqual([[hsaIdOf(4), null, true]]);
    expect(await found({ hsaId: hsaIdOf(5) })).toEqual([]);
    expect(await found({ name: 'Skyddad' })).toEqual([]);
    expect(await found({ name: '*' })).toBe('query-malformed');
    await expect(found({ municipality: 'are', hsaId: hsaIdOf(1) })).rejects.toMatchObject({ code: 'not-found' });
    service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
    expect(await found({ hsaId: hsaIdOf(1) })).toBe('directory-unavailable');
  });

  it('an order that nobody has moved for days is shown as old, with who has the ball', async () => {
    const number = await place(service, hsaIdOf(1));
    service.clock.advance(5 * 86_400_000 - 1);
    expect((await show(service, number)).waitsFor).toMatchObject({ isOld: false });
    service.clock.advance(1);
    expect((await show(service, number)).waitsFor).toMatchObject({
      isOld: true,
      owner: 'hsa-administrator',
      ownerText: 'kommunens HSA-administratör',
      since: '2026-11-21T03:05:00.000Z',
    });
    await service.syncWith(
      catalogue.map((entry) => (entry.attributes.hsaIdentity === hsaIdOf(1) ? inUnit(1, ['Norr'], { roles: ['RJH;LINK'] }) : entry)),
    );
    expect((await show(service, number)).waitsFor).toMatchObject({ isOld: false, reason: 'agreement-missing', owner: 'user' });
  });
});
