import { hsaIdOf, NO_BRAKE } from '../support/builders/inhabitants';
import { IDENTITY_CHANGES, PERSON_CHANGES, type PersonChange, SURROUNDING_CHANGES } from '../support/catalogue-changes';
import { onEachDatabase } from '../support/each-database';
import { LiveCatalogue, town, townCommission, townsman } from '../support/live-catalogue';
import { TestService } from '../support/service';
import { expectToStandAsNew, standing } from '../support/standing';

// Real: the whole service on its database, slapd, TLS. Faked: the service's clock.

let catalogue: LiveCatalogue;
beforeAll(async () => {
  catalogue = await LiveCatalogue.start([]);
});
afterAll(() => catalogue.remove());

let service: TestService;
beforeEach(async () => {
  service = await TestService.start({ municipalities: [{ slapd: catalogue.slapd, brake: NO_BRAKE }] });
});
afterEach(() => service.close());

const COMMISSION = townCommission('A', [hsaIdOf(1), hsaIdOf(2)]);
const others = [2, 3, 4, 5, 6].map((number) => townsman(number));
const count = async (table: string): Promise<number> => Number((await service.dataSource.query(`SELECT COUNT(*) AS n FROM ${table}`))[0].n);

onEachDatabase(() => {
  it('a second run in which nothing changed reads only stamps and writes only that it was there', async () => {
    await catalogue.replace(town(townsman(1), ...others, COMMISSION));
    expect(await service.sync()).toMatchObject({ mode: 'full', status: 'completed', read: 6, created: 6 });
    const tables = ['run', 'audit_row', 'mail', 'service_case', 'finding', 'person', 'account'];
    const before = { rows: await Promise.all(tables.map(count)), accounts: JSON.stringify(await service.accounts()) };
    const people = await standing(service);
    const start = catalogue.slapd.log.length;
    expect(await service.sync()).toMatchObject({
      mode: 'changes',
      status: 'completed',
      read: 6,
      unchanged: 6,
      created: 0,
      changed: 0,
      ended: 0,
    });
    expect(catalogue.slapd.log.slice(start)).not.toMatch(/SRCH attr=.*(givenName|hsaCommissionMember)/);
    expect(JSON.stringify(await service.accounts())).toBe(before.accounts);
    expect(await Promise.all(tables.map(count))).toEqual(before.rows.map((rows, index) => (index < 2 ? rows + 1 : rows)));
    expect(await standing(service)).toEqual(people);
    await expectToStandAsNew(service);
  });

  it('each of 200 changes of all kinds between two runs is found by the next', async () => {
    const kinds = Object.values(PERSON_CHANGES);
    const changes = Array.from({ length: 198 }, (_, index): [number, PersonChange] => [index + 1, kinds[index % kinds.length]!]);
    changes.push(...Object.values(IDENTITY_CHANGES).map((change, index): [number, PersonChange] => [199 + index, change]));
    const before = changes.flatMap(([number, { given }]) => (given === null ? [] : [townsman(number, given)]));
    const bystanders = Array.from({ length: 50 }, (_, index) => townsman(501 + index));
    await catalogue.replace(
      town(
        ...before,
        ...bystanders,
        townCommission(
          'A',
          changes.map(([number]) => hsaIdOf(number)),
        ),
      ),
    );
    await service.sync();
    for (const [number, { change }] of changes) await change(catalogue, number);

    const run = await service.sync();
    const expected = Object.fromEntries(
      ['created', 'changed', 'ended', 'held'].map((what) => [what, changes.filter(([, { counted }]) => counted === what).length]),
    );
    expect(run).toMatchObject({ mode: 'changes', status: 'completed', ...expected });
    await expectToStandAsNew(service);
    expect(await service.sync()).toMatchObject({ mode: 'changes', created: 0, changed: 0, ended: 0 });
    const accounts = JSON.stringify(await service.accounts());
    expect(await service.syncFull()).toMatchObject({ mode: 'full', created: 0, changed: 0, ended: 0 });
    expect(JSON.stringify(await service.accounts())).toBe(accounts);
  });
});

describe('the next run finds', () => {
  const kinds = { ...PERSON_CHANGES, ...IDENTITY_CHANGES };
  it.each(Object.keys(kinds))('%s', async (kind) => {
    const { given, change, counted, isReadAgain = false } = kinds[kind]!;
    await catalogue.replace(town(...(given === null ? [] : [townsman(1, given)]), ...others, COMMISSION));
    await service.sync();
    const before = await standing(service);
    await change(catalogue, 1);
    const run = await service.sync();
    const counts = { created: 0, changed: 0, ended: 0, held: 0, ...(counted === 'unchanged' ? {} : { [counted]: 1 }) };
    expect(run).toMatchObject({ mode: 'changes', status: 'completed', ...counts });
    expect(await standing(service)).not.toEqual(before);
    await expectToStandAsNew(service);
    const start = catalogue.slapd.log.length;
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', created: 0, changed: 0, ended: 0 });
    expect(catalogue.slapd.log.slice(start).includes('givenName')).toBe(isReadAgain);
  });

  it.each(Object.keys(SURROUNDING_CHANGES))('%s, although nobody was touched', async (kind) => {
    const { change, changed } = SURROUNDING_CHANGES[kind]!;
    await catalogue.replace(town(townsman(1), ...others.slice(0, 3), COMMISSION));
    await service.sync();
    const before = await service.accounts();
    await change(catalogue);
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed' });
    const mails = new Set((await service.mails('changed')).map(({ hsaId }) => hsaId));
    expect([...mails].sort()).toEqual(changed.map((number) => hsaIdOf(number)));
    expect(await service.accounts()).toHaveLength(before.length);
    await expectToStandAsNew(service);
  });
});
