import { writeFileSync } from 'node:fs';
import { OrdersCommand, type OrderWords } from '../../src/commands/orders.command';
import type { OrderView } from '../../src/orders/order-view';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { giveRole, MANAGER, ROLES_TO_ORDER } from '../support/orders';
import { TestService } from '../support/service';

// Orders at a terminal. Real: the whole service, the roles, the files. Faked: the clock.

let service: TestService;
beforeEach(async () => {
  service = await TestService.start({ configuration: ROLES_TO_ORDER });
  await service.syncWith([1, 2, 3].map((number) => inhabitant(number, { roles: [] })));
  await giveRole(service, MANAGER, 'manager');
});
afterEach(() => service.close());

const command = () => service.get(OrdersCommand);
const words = (more: OrderWords = {}): OrderWords => ({ by: MANAGER, municipality: ['berg'], role: 'USK', reason: 'Ny', ...more });
const place = async (number: number, more: OrderWords = {}) => (await command().place(hsaIdOf(number), words(more))).json as OrderView;

it('an order is placed by somebody with a role, shown, changed, and ended', async () => {
  const placed = await command().place(hsaIdOf(1), words({ to: '2026-12-31' }));
  expect(placed).toMatchObject({ status: 0, json: { number: 'B2026-00001', orderedBy: MANAGER, to: '2026-12-31', version: 1 } });
  expect(placed.lines[0]).toBe(`B2026-00001 lagd ${hsaIdOf(1)} Anna Andersson`);
  expect((await command().change('B2026-00001', words({ role: undefined, to: '-' }))).json).toMatchObject({ to: null, version: 2 });
  expect((await command().show('B2026-00001')).lines).toEqual([
    `B2026-00001 lagd ${hsaIdOf(1)} Anna Andersson`,
    '  Roll: Undersköterska kommun (USK)',
    '  Enhet: Bergs kommun, SE2120002502-0001',
    '  Tid: 2026-11-21 – tills vidare',
    '  Skäl: Ny',
    '  Beställd: 2026-11-21 04:20 av SE2120002502-CHEF',
    expect.stringMatching(/^ {2}Väntar på: kommunens HSA-administratör sedan 2026-11-21 04:20: /),
  ]);
  expect((await command().end('B2026-00001', { by: MANAGER, reason: 'Slutar' })).json).toMatchObject({
    state: 'ended',
    endReason: 'Slutar',
  });
  const [row] = (await service.auditRows()).filter(({ action }) => action === 'order-placed');
  expect(row).toMatchObject({ actorKind: 'person', actorName: MANAGER, systemUser: expect.any(String) });
});

it('an order is withdrawn, and all are listed', async () => {
  await place(1);
  await place(2);
  await command().withdraw('B2026-00001', { by: MANAGER, reason: 'Fel person' });
  const list = async (more: OrderWords) => ((await command().list(more)).json as OrderView[]).map(({ number, state }) => [number, state]);
  expect(await list({})).toEqual([
    ['B2026-00002', 'placed'],
    ['B2026-00001', 'withdrawn'],
  ]);
  expect(await list({ state: ['placed'], municipality: ['berg'] })).toEqual([['B2026-00002', 'placed']]);
  expect(await list({ hsaId: hsaIdOf(1) })).toEqual([['B2026-00001', 'withdrawn']]);
  await expect(command().list({ state: ['borta'] })).rejects.toThrow('placed, fulfilled, ended, withdrawn');
});

it('a question is told with how to say yes', async () => {
  const asked = await command().place(hsaIdOf(1), words({ role: 'SSK' }));
  expect(asked).toMatchObject({
    status: 1,
    json: { code: 'role-title-unsuited', problems: [{ code: 'role-title-unsuited', field: 'cosmicRole' }] },
  });
  expect(asked.lines.at(-1)).toBe('Om det är rätt: lägg till --confirm role-title-unsuited');
  expect((await place(1, { role: 'SSK', confirm: ['role-title-unsuited'] })).number).toBe('B2026-00001');
});

it.each<[string, OrderWords, string]>([
  ['nobody', { by: ' ' }, 'Skriv ett HSA-id'],
  ['a name', { by: 'Kim Chef' }, 'Skriv ett HSA-id'],
  ['a personnummer', { by: '20170101-2393' }, 'Med personnummer går det inte'],
  ['somebody without a role', { by: hsaIdOf(1) }, 'ingen roll som får beställa'],
  ['a day that is none', { from: '2026-02-30' }, 'from'],
])('orders by %s are refused', async (_what, more, message) => {
  await expect(command().place(hsaIdOf(1), words(more))).rejects.toThrow(message);
});

it('what is not there is not there', async () => {
  await expect(command().show('B2026-00001')).rejects.toMatchObject({ code: 'not-found' });
  await expect(command().show('20170101-2393')).rejects.toMatchObject({ code: 'not-found' });
});

describe('a file', () => {
  const file = (rows: string): string => {
    const path = service.path('orders.csv');
    writeFileSync(path, `HSA-id;Roll;Skäl\n${rows}`);
    return path;
  };

  it('is looked at, refused as a whole, placed in part, and told as a file', async () => {
    const path = file(`${hsaIdOf(1)};USK;Ny\n${hsaIdOf(9)};USK;Ny\n`);
    const preview = await command().import(path, words({ dryRun: true }));
    expect(preview).toMatchObject({ status: 1, json: { isPlaced: false, counts: { good: 1, refused: 1 } } });
    const refused = await command().import(path, words());
    expect(refused.lines.at(-1)).toContain('Inget är beställt');
    expect((await command().list({})).json).toEqual([]);
    const placed = await command().import(path, words({ onlyGood: true }));
    expect(placed).toMatchObject({ status: 1, json: { isPlaced: true, counts: { placed: 1, refused: 1 } } });
    const again = await command().import(path, words({ onlyGood: true, csv: true }));
    expect(again.lines[0]).toContain(`2;${hsaIdOf(1)};finns redan;B2026-00001;`);
  });

  it('that is not there or is none is refused', async () => {
    await expect(command().import(service.path('gone.csv'), words())).rejects.toThrow('gone.csv');
    await expect(command().import(file(''), words())).rejects.toMatchObject({ code: 'file-no-rows' });
  });
});
