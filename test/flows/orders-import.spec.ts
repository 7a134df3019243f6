import { parse } from 'csv-parse/sync';
import { type Import, type ImportMode, OrderImport } from '../../src/orders/order-import.service';
import { OrderEntity } from '../../src/orders/order.entity';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { manager, place, ROLES_TO_ORDER } from '../support/orders';
import { TestService } from '../support/service';

// Many orders at once. Real: the whole service, the catalogue's file, the databases. Faked: the clock, and who is logged in.

const HEADER = 'HSA-id;Roll;Skäl;Från;Till;Bekräftad';

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ policy: { requireOrder: true } }], configuration: ROLES_TO_ORDER });
    await service.syncWith([...inhabitants(4), inhabitant(5, { attributes: { title: 'Sjuksköterska' } })]);
  });
  afterEach(() => service.close());

  const run = async (rows: readonly string[], mode: ImportMode): Promise<Import> => {
    const file = Buffer.from([HEADER, ...rows].join('\r\n'));
    const answer = await service.get(OrderImport).run(manager(service), 'berg', file, mode);
    if (answer.outcome !== 'read') throw new Error(answer.code);
    return answer;
  };
  const told = ({ rows }: Import) =>
    rows.map(({ line, outcome, number, problems }) => [line, outcome, number, problems.map(({ code }) => code)]);
  const stored = () => service.dataSource.manager.count(OrderEntity);
  const good = [1, 2].map((number) => `${hsaIdOf(number)};USK;Ny på enheten;;;`);
  const mixed = [
    ...good,
    `${hsaIdOf(3)};SSK;Ny på enheten;;;`,
    `${hsaIdOf(3)};SSK;Ny på enheten;;2026-12-31;ja`,
    `${hsaIdOf(3)};SSK;Ny på enheten;;2026-12-31;ja`,
    `${hsaIdOf(3)};USK;Ny på enheten;2027-01-01;;`,
    `${hsaIdOf(99)};USK;Ny på enheten;;;`,
    'SE2120002494-P001;USK;Ny på enheten;;;',
    `${hsaIdOf(4)};XYZ;;igår;;`,
    `${hsaIdOf(4)};XYZ;;2026-12-02;2026-12-01;`,
  ];
  const judged = [
    [2, 'good', null, []],
    [3, 'good', null, []],
    [4, 'refused', null, ['role-title-unsuited']],
    [5, 'good', null, []],
    [6, 'refused', null, ['repeated-row']],
    [7, 'good', null, []],
    [8, 'refused', null, ['person-not-found']],
    [9, 'refused', null, ['person-elsewhere']],
    [10, 'refused', null, ['malformed-day']],
    [11, 'refused', null, ['end-before-start', 'role-unknown', 'reason-missing']],
  ];

  it('are looked at before anything is saved, each row for itself', async () => {
    const before = await service.auditRows();
    const preview = await run(mixed, 'preview');
    expect(told(preview)).toEqual(judged);
    expect(preview).toMatchObject({ isPlaced: false, counts: { good: 4, refused: 6, already: 0, placed: 0 } });
    expect(preview.rows[9]?.problems.map(({ column }) => column)).toEqual(['Till', 'Roll', 'Skäl']);
    expect(await stored()).toBe(0);
    expect(await service.auditRows()).toEqual(before);
  });

  it('are none where one row is wrong and all were asked for', async () => {
    expect(await run(mixed, 'all-or-nothing')).toMatchObject({ isPlaced: false, counts: { good: 4, refused: 6 } });
    expect(await stored()).toBe(0);
    expect(await service.accounts()).toEqual([]);
  });

  it('are the good ones where those were asked for, with all that follows', async () => {
    const placed = await run(mixed, 'only-good');
    expect(placed).toMatchObject({ isPlaced: true, counts: { placed: 4, refused: 6 } });
    expect(placed.rows.flatMap(({ number }) => number ?? [])).toEqual(['B2026-00001', 'B2026-00002', 'B2026-00003', 'B2026-00004']);
    expect((await service.accounts()).map(({ hsaId }) => hsaId)).toEqual([1, 2, 3].map((number) => hsaIdOf(number)));
    expect(await service.mails('new')).toHaveLength(3);
    expect(await service.auditProblems()).toEqual([]);
  });

  it('are nothing more when the same file comes again, on another day too', async () => {
    await run(good, 'all-or-nothing');
    service.travelTo('2026-11-25T08:00:00.000Z');
    const again = await run(good, 'all-or-nothing');
    expect(told(again)).toEqual([
      [2, 'already', 'B2026-00001', []],
      [3, 'already', 'B2026-00002', []],
    ]);
    expect(again.isPlaced).toBe(false);
    expect(await stored()).toBe(2);
  });

  it('are refused beside another order for the same time', async () => {
    await place(service, hsaIdOf(5), { cosmicRole: 'SSK' });
    expect(told(await run([`${hsaIdOf(5)};USK;Ny på enheten;;;`], 'only-good'))).toEqual([[2, 'refused', null, ['ordered-twice']]]);
  });

  it('are told in a file that no spreadsheet takes for formulas', async () => {
    const answer = await run([`=1+1;USK;Ny;;;`, ...good], 'only-good');
    const text = service.get(OrderImport).asFile(answer);
    const [header, ...rows]: string[][] = parse(text, { delimiter: ';', bom: true });
    expect(header).toEqual(['Rad', 'HSA-id', 'Resultat', 'Beställning', 'Att rätta']);
    expect(rows.map(([line, hsaId, outcome, number]) => [line, hsaId, outcome, number])).toEqual([
      ['2', "'=1+1", 'fel', ''],
      ['3', hsaIdOf(1), 'beställd', 'B2026-00001'],
      ['4', hsaIdOf(2), 'beställd', 'B2026-00002'],
    ]);
  });

  it('are nothing where the directory cannot be asked', async () => {
    service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
    const answer = await service.get(OrderImport).run(manager(service), 'berg', Buffer.from([HEADER, ...good].join('\n')), 'only-good');
    expect(answer).toMatchObject({ outcome: 'refused', code: 'directory-unavailable' });
    expect(await stored()).toBe(0);
  });
});
