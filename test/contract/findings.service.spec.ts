import { createHash } from 'node:crypto';
import { FindingEntity } from '../../src/findings/finding.entity';
import type { Finding } from '../../src/findings/finding';
import { describeStorage } from '../support/storage';

const DAY_1 = '2026-11-21T03:00:00.000Z';
const DAY_2 = '2026-11-22T03:00:00.000Z';
const DAY_3 = '2026-11-23T03:00:00.000Z';

const finding = (change: Partial<Finding> = {}): Finding => ({
  kind: 'mail-missing',
  hsaId: 'SE2120002502-A001',
  dn: 'cn=Anna Andersson,o=Bergs kommun,c=SE',
  detail: 'Personen saknar e-postadress i HSA.',
  about: 'mail|',
  ...change,
});
const shown = (rows: readonly { kind: string; hsaId: string | null; dn: string | null; detail: string; since: string }[]) =>
  rows.map(({ kind, hsaId, dn, detail, since }) => ({ kind, hsaId, dn, detail, since }));
const { about: _about, ...asShown } = finding();

describeStorage('findings', (the) => {
  const reconcile = (at: string, found: Finding[], looksFor: (one: { kind: string }) => boolean = () => true) =>
    the.storage.transaction((manager) => the.storage.findings.reconcile(manager, 'berg', found, at, looksFor));
  const open = () => the.storage.findings.open(the.storage.manager, ['berg']);
  const all = () => the.storage.manager.find(FindingEntity, { order: { since: 'ASC' } });

  it('are told once and keep their day, whatever the sentence and the place become', async () => {
    await reconcile(DAY_1, [finding()]);
    const [first] = await open();
    await reconcile(DAY_2, [finding({ detail: 'En annan mening.', dn: 'cn=Anna Berg,o=Bergs kommun,c=SE', hsaId: 'se2120002502-a001' })]);
    const second = await open();
    expect(shown(second)).toEqual([
      {
        kind: 'mail-missing',
        hsaId: 'se2120002502-a001',
        dn: 'cn=Anna Berg,o=Bergs kommun,c=SE',
        detail: 'En annan mening.',
        since: DAY_1,
      },
    ]);
    expect(second[0]?.id).toBe(first?.id);
  });

  it('close all at once where nobody looks for their kinds any more, and keep no place', async () => {
    const inAre = (found: Finding[]) =>
      the.storage.transaction((manager) => the.storage.findings.reconcile(manager, 'are', found, DAY_1, () => true));
    await reconcile(DAY_1, [
      finding({ kind: 'ad-refused' }),
      finding({ kind: 'ad-drift-unknown' }),
      finding(),
      finding({ kind: 'adress' }),
    ]);
    await inAre([finding({ kind: 'ad-refused' })]);
    await the.storage.transaction((manager) => the.storage.findings.closeAll(manager, 'ad-', DAY_2));
    const rows = (await all()).map(({ kind, municipality, dn, closedAt }) => [kind, municipality, dn === null, closedAt]);
    expect(rows.sort()).toEqual([
      ['ad-drift-unknown', 'berg', true, DAY_2],
      ['ad-refused', 'are', true, DAY_2],
      ['ad-refused', 'berg', true, DAY_2],
      ['adress', 'berg', false, null],
      ['mail-missing', 'berg', false, null],
    ]);
  });

  it('are written once where one run finds the same twice', async () => {
    await reconcile(DAY_1, [finding(), finding(), finding({ about: 'title|' })]);
    expect(await open()).toHaveLength(2);
  });

  it('close by themselves when the data is right again, and begin anew when it is not', async () => {
    await reconcile(DAY_1, [finding()]);
    await reconcile(DAY_2, []);
    expect(await open()).toEqual([]);
    await reconcile(DAY_3, [finding()]);
    expect(shown(await open())).toEqual([{ ...asShown, since: DAY_3 }]);
    expect((await all()).map(({ since, closedAt }) => [since, closedAt])).toEqual([
      [DAY_1, DAY_2],
      [DAY_3, null],
    ]);
  });

  it('name nobody any more once they are closed', async () => {
    await reconcile(DAY_1, [finding(), finding({ kind: 'identity-changed' })]);
    await the.storage.findings.close(the.storage.manager, 'berg', 'identity-changed', 'se2120002502-a001', DAY_2);
    expect(shown(await open())).toEqual([{ ...asShown, since: DAY_1 }]);
    await reconcile(DAY_2, []);
    expect((await all()).map(({ hsaId, dn, closedAt }) => [hsaId, dn, closedAt])).toEqual(
      Array(2).fill(['SE2120002502-A001', null, DAY_2]),
    );
  });

  it('of kinds that were not looked for stay as they are', async () => {
    await reconcile(DAY_1, [finding(), finding({ kind: 'read-incomplete' })]);
    await reconcile(DAY_2, [], ({ kind }) => kind.startsWith('read-'));
    expect((await open()).map(({ kind }) => kind)).toEqual(['mail-missing']);
  });

  it('of kinds that were not looked for are told once all the same where they are found', async () => {
    await reconcile(DAY_1, [finding()]);
    await reconcile(DAY_2, [finding({ detail: 'Nu.' })], () => false);
    expect(shown(await open())).toEqual([{ ...asShown, detail: 'Nu.', since: DAY_1 }]);
    const merged = the.storage.findings.merged('berg', await open(), [finding({ detail: 'Sedan.' })], DAY_2, () => false);
    expect(merged.map(({ detail, since }) => [detail, since])).toEqual([['Sedan.', DAY_1]]);
  });

  it('of one person are closed, and told once, when the HSA-id has changed case', async () => {
    const replace = (at: string, hsaId: string, ...found: Finding[]) =>
      the.storage.transaction((manager) => the.storage.findings.replace(manager, 'berg', new Map([[hsaId, found]]), at, () => true));
    const refused = finding({ kind: 'ad-refused', dn: null });
    await replace(DAY_1, 'SE2120002502-A001', refused, finding({ kind: 'ad-missing', dn: null }));
    await replace(DAY_2, 'se2120002502-a001', { ...refused, hsaId: 'se2120002502-a001' });
    expect((await open()).map(({ kind, hsaId, since }) => [kind, hsaId, since])).toEqual([['ad-refused', 'se2120002502-a001', DAY_1]]);
    await replace(DAY_3, 'SE2120002502-A001');
    expect(await open()).toEqual([]);
  });

  it('of one municipality leave the others alone', async () => {
    await reconcile(DAY_1, [finding()]);
    await the.storage.findings.reconcile(the.storage.manager, 'are', [finding()], DAY_1, () => true);
    await reconcile(DAY_2, []);
    expect((await the.storage.findings.open(the.storage.manager, ['are', 'berg'])).map(({ municipality }) => municipality)).toEqual([
      'are',
    ]);
  });

  it('lose the DN of people who are protected now, however the HSA-id was written, or by the DN where there was none', async () => {
    const dn = 'cn=Anna Utan,o=Bergs kommun,c=SE';
    const bystander = finding({ hsaId: 'SE2120002502-B' });
    await reconcile(DAY_1, [
      finding(),
      finding({ hsaId: ' se2120002502-A001', kind: 'hsa-id-blanks' }),
      finding({ hsaId: null, dn }),
      bystander,
    ]);
    await the.storage.findings.reconcile(the.storage.manager, 'are', [finding()], DAY_1, () => true);
    await the.storage.findings.conceal(the.storage.manager, 'berg', [
      { hsaId: 'SE2120002502-A001', dn: null },
      { hsaId: null, dn },
    ]);
    const named = (await all()).filter((row) => row.dn !== null);
    expect(named.map(({ municipality, hsaId }) => [municipality, hsaId]).sort()).toEqual([
      ['are', 'SE2120002502-A001'],
      ['berg', 'SE2120002502-B'],
    ]);
    expect(await open()).toHaveLength(4);
  });

  it('tell nobody who knows a DN whether it stands among them', async () => {
    await reconcile(DAY_1, [finding({ hsaId: null, dn: null, about: 'hsaIdentity|cn=Anna Hemlig,c=SE' })]);
    const [row] = await all();
    expect(row?.identity).toMatch(/^[0-9a-f]{64}$/);
    const guess = JSON.stringify(['mail-missing', 'berg', 'dn', null, 'hsaIdentity|cn=Anna Hemlig,c=SE']);
    expect(row?.identity).not.toBe(createHash('sha256').update(guess).digest('hex'));
  });

  it('in a preview are those that would be open, with the days they have', async () => {
    await reconcile(DAY_1, [finding(), finding({ kind: 'read-failed', hsaId: null, dn: null })]);
    const now = [finding({ detail: 'Nu.' }), finding({ kind: 'test-data' })];
    const before = await all();
    const merged = the.storage.findings.merged('berg', await open(), now, DAY_2, ({ kind }) => !kind.startsWith('read-'));
    expect(merged.map(({ kind, detail, since }) => [kind, detail, since])).toEqual([
      ['read-failed', asShown.detail, DAY_1],
      ['mail-missing', 'Nu.', DAY_1],
      ['test-data', asShown.detail, DAY_2],
    ]);
    expect(await all()).toEqual(before);
  });

  it('about one person are found by every way the HSA-id is written, oldest first', async () => {
    await reconcile(DAY_1, [finding({ hsaId: 'SE2120002502-A001 ', kind: 'hsa-id-blanks' })]);
    await reconcile(DAY_2, [
      finding({ hsaId: 'SE2120002502-A001 ', kind: 'hsa-id-blanks' }),
      finding(),
      finding({ hsaId: 'SE2120002502-B' }),
    ]);
    const about = await the.storage.findings.openAbout(the.storage.manager, 'berg', ['SE2120002502-A001', 'SE2120002502-A001 ']);
    expect(about.map(({ kind }) => kind)).toEqual(['hsa-id-blanks', 'mail-missing']);
  });

  it('of more people than fit in one statement are all closed', async () => {
    await reconcile(
      DAY_1,
      Array.from({ length: 250 }, (_, index) => finding({ hsaId: `SE2120002502-${index}` })),
    );
    expect(await open()).toHaveLength(250);
    await reconcile(DAY_2, []);
    expect(await open()).toEqual([]);
  });

  it('are opened once where two processes find them at the same time, and the second finds what the first wrote', async () => {
    const other = await the.another();
    const at = (storage: typeof the.storage, now: string) =>
      storage.transaction((manager) => storage.findings.reconcile(manager, 'berg', [finding()], now, () => true));
    for (let round = 1; round <= 10; round += 1) {
      await Promise.all([at(the.storage, DAY_1), at(other, DAY_2), at(the.storage, DAY_1), at(other, DAY_2)]);
      expect(await open()).toHaveLength(1);
      await reconcile(DAY_3, []);
    }
    expect(await all()).toHaveLength(10);
  });

  it('cannot be open twice, whoever writes them', async () => {
    await reconcile(DAY_1, [finding()]);
    const [{ id: _id, ...row }] = (await open()) as [FindingEntity];
    await expect(the.storage.manager.insert(FindingEntity, { ...row, id: 'another' })).rejects.toThrow(/unique/i);
    await the.storage.manager.insert(FindingEntity, { ...row, id: 'another', closedAt: DAY_2 });
    expect(await open()).toHaveLength(1);
  });
});
