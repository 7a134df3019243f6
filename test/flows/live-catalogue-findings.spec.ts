import { hsaIdOf } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { LiveCatalogue, town, townsman } from '../support/live-catalogue';
import { TestService } from '../support/service';

// Real: the whole service on its database, slapd, TLS. Faked: the service's clock.

/** Something wrong with each, and nothing that a read of stamps would show. */
const TOWN = town(
  ...[1, 2, 3].map((number) => townsman(number)),
  townsman(4, { attributes: { mail: undefined } }),
  townsman(5, { attributes: { endDate: 'snart' } }),
  townsman(6, { roles: ['rjh;link'] }),
  townsman(7, { roles: ['RJH;LINK2'], attributes: { endDate: 'snart' } }),
  townsman(8, { hsaId: 'SE2321000214-P008' }),
);

let catalogue: LiveCatalogue;
beforeAll(async () => {
  catalogue = await LiveCatalogue.start([]);
});
afterAll(() => catalogue.remove());

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    await catalogue.replace(TOWN);
    service = await TestService.start({ municipalities: [{ slapd: catalogue.slapd }] });
    expect(await service.sync()).toMatchObject({ mode: 'full', status: 'completed', created: 4 });
  });
  afterEach(() => service.close());

  const about = async (number: number): Promise<string[]> =>
    (await service.findings()).filter(({ hsaId }) => hsaId === hsaIdOf(number)).map(({ kind }) => kind);

  async function readChanges(): Promise<void> {
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed' });
  }

  it('what was found of entries that have not moved stays open, since the same time', async () => {
    const open = await service.findings();
    expect(open.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['mail-missing', 'date-malformed', 'system-role-near-miss', 'hsa-id-foreign-prefix']),
    );
    await readChanges();
    expect(await service.findings()).toEqual(open);
    await catalogue.set('p1', { title: 'Undersköterska' });
    await readChanges();
    expect(await service.findings()).toEqual(open);
    await service.syncFull();
    expect(await service.findings()).toEqual(open);
  });

  it.each<[string, number, Parameters<LiveCatalogue['set']>[1]]>([
    ['a value that was missing', 4, { mail: 'p4@berg.example.se' }],
    ['a date that was none', 5, { endDate: '20991231' }],
    ['a near miss made right', 6, { hsaSystemRole: 'RJH;LINK' }],
  ])('what was found of a mended entry closes: %s', async (_what, number, attributes) => {
    const open = await service.findings();
    await catalogue.set(`p${number}`, attributes);
    await readChanges();
    expect(await about(number)).toEqual([]);
    const expected = open.filter(({ hsaId }) => hsaId !== hsaIdOf(number)).map(({ kind, hsaId, since }) => ({ kind, hsaId, since }));
    expect((await service.findings()).map(({ kind, hsaId, since }) => ({ kind, hsaId, since }))).toEqual(expected);
  });

  it('what was found of an entry with a foreign HSA-id closes when it is right, or gone', async () => {
    await catalogue.set('p8', { hsaIdentity: hsaIdOf(8) });
    await readChanges();
    expect(await service.findings('hsa-id-foreign-prefix')).toEqual([]);
    await catalogue.set('p8', { hsaIdentity: 'SE2321000214-P008' });
    await readChanges();
    expect(await service.findings('hsa-id-foreign-prefix')).toHaveLength(1);
    await catalogue.delete('p8');
    await readChanges();
    expect(await service.findings('hsa-id-foreign-prefix')).toEqual([]);
  });

  it('a near miss that loses the value closes, also what else was wrong with the entry', async () => {
    expect(await about(7)).toEqual(['date-malformed', 'system-role-near-miss']);
    await catalogue.set('p7', { hsaSystemRole: [] });
    await readChanges();
    expect(await about(7)).toEqual([]);
  });

  it('a new near miss is found by the read of everything, and stays until it is right', async () => {
    await catalogue.add(townsman(9, { roles: ['RJH; LINK'] }));
    const before = await service.findings();
    await catalogue.add(townsman(10, { roles: ['RJH;LINKS'] }));
    await readChanges();
    expect((await service.findings()).filter(({ hsaId }) => hsaId !== hsaIdOf(9))).toEqual(before);
    await service.syncFull();
    expect([await about(9), await about(10)]).toEqual([['system-role-near-miss'], ['system-role-near-miss']]);
    const open = await service.findings();
    await readChanges();
    expect(await service.findings()).toEqual(open);
    await catalogue.set('p10', { hsaSystemRole: 'RJH;LINK' });
    await readChanges();
    expect([await about(9), await about(10)]).toEqual([['system-role-near-miss'], []]);
    expect(await service.account(hsaIdOf(10))).toMatchObject({ enabled: true });
  });

  it('an entry that is refused as before is not read again until it moves again', async () => {
    await catalogue.set('p5', { title: 'Undersköterska' });
    await readChanges();
    const start = catalogue.slapd.log.length;
    await readChanges();
    expect(catalogue.slapd.log.slice(start)).not.toContain('givenName');
  });

  it('a near miss that is gone closes', async () => {
    await catalogue.delete('p6');
    await readChanges();
    await service.syncFull();
    expect(await about(6)).toEqual([]);
  });

  it('two with one HSA-id are found, and found no more when one of them is gone', async () => {
    await catalogue.add({ ...townsman(1, { cn: 'Tvilling' }) });
    await readChanges();
    expect(await about(1)).toEqual(['hsa-id-duplicate', 'hsa-id-duplicate']);
    const open = await service.findings();
    await readChanges();
    expect(await service.findings()).toEqual(open);
    await catalogue.slapd.delete((await service.findings('hsa-id-duplicate'))[1]?.dn ?? '');
    await readChanges();
    expect(await about(1)).toEqual([]);
  });

  it('somebody protected who shares an HSA-id conceals the other from the full read on, however much else moves', async () => {
    await catalogue.slapd.add(townsman(1, { cn: 'Tvilling', roles: [], classes: ['hsaConfidentialPerson'] }));
    await service.syncFull();
    const expected = async (): Promise<void> => {
      const { stage, desired } = await service.account(hsaIdOf(1));
      expect([stage, desired.sn, await about(1)]).toEqual(['held', null, ['hsa-id-duplicate', 'hsa-id-duplicate']]);
    };
    await expected();
    await catalogue.set('p1', { telephoneNumber: '063-12 34 56' });
    await readChanges();
    await expected();
    for (const number of [2, 3]) await catalogue.set(`p${number}`, { title: 'Undersköterska' });
    await readChanges();
    await expected();
    await service.syncFull();
    await expected();
  });
});
