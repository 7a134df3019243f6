import { hsaIdOf, NO_BRAKE } from '../support/builders/inhabitants';
import { testPersonalNumber } from '../support/builders/personal-number';
import { onEachDatabase } from '../support/each-database';
import { LiveCatalogue, town, townsman } from '../support/live-catalogue';
import { TestService } from '../support/service';
import { expectToStandAsNew } from '../support/standing';

// Real: the whole service on its database, slapd, TLS. Faked: the service's clock.

const HSA_ID = hsaIdOf(1);
const NUMBER = testPersonalNumber('19700101');
const OTHER = testPersonalNumber('19850312');
const person = () => townsman(1, { attributes: { personalIdentityNumber: NUMBER } });

let catalogue: LiveCatalogue;
beforeAll(async () => {
  catalogue = await LiveCatalogue.start([]);
});
afterAll(() => catalogue.remove());

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    await catalogue.replace(town(person(), ...[2, 3, 4, 5, 6].map((number) => townsman(number))));
    service = await TestService.start({ municipalities: [{ slapd: catalogue.slapd, brake: NO_BRAKE }] });
    await service.sync();
    await catalogue.set('p1', { personalIdentityNumber: OTHER, title: 'Chef' });
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', held: 1, changed: 0 });
  });
  afterEach(() => service.close());

  /** Whose entry was asked for by its HSA-id, with everything that is used, since the server had written so much of its log. */
  const fetchedSince = (start: number): string[] =>
    [...catalogue.slapd.log.slice(start).matchAll(/SRCH base=.*filter="\(hsaIdentity=([^)]*)\)"\n.*SRCH attr=.*givenName/g)].map(
      ([, id]) => id ?? '',
    );

  it('stays held while nothing moves, and is fetched each time all the same', async () => {
    const before = [
      await service.findings('identity-changed'),
      JSON.stringify(await service.accounts()),
      (await service.auditRows()).length,
    ];
    for (const turn of [1, 2]) {
      const start = catalogue.slapd.log.length;
      expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', held: 1, unchanged: 5, changed: 0 });
      expect(fetchedSince(start).map((hsaId) => hsaId.toLowerCase())).toEqual([HSA_ID.toLowerCase()]);
      expect([
        await service.findings('identity-changed'),
        JSON.stringify(await service.accounts()),
        (await service.auditRows()).length - turn,
      ]).toEqual(before);
    }
  });

  it('is free when the data agree again, and what else changed meanwhile is written', async () => {
    await catalogue.set('p1', { personalIdentityNumber: NUMBER });
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', held: 0, changed: 1 });
    expect((await service.account(HSA_ID)).desired).toMatchObject({ title: 'Chef' });
    expect(await service.findings('identity-changed')).toEqual([]);
    await expectToStandAsNew(service);
    const start = catalogue.slapd.log.length;
    expect(await service.sync()).toMatchObject({ mode: 'changes', unchanged: 6 });
    expect(fetchedSince(start)).toEqual([]);
  });

  it('is free by a decision, and the entry as it stands is what holds', async () => {
    expect(await service.acceptHold(HSA_ID)).toMatchObject({ hsaId: HSA_ID });
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', held: 0, changed: 0 });
    expect((await service.account(HSA_ID)).desired).toMatchObject({ title: 'Chef' });
    await expectToStandAsNew(service);
    await catalogue.set('p1', { personalIdentityNumber: NUMBER });
    expect(await service.sync()).toMatchObject({ mode: 'changes', held: 1 });
  });

  it.each<[string, () => Promise<void>]>([
    ['loses the role', () => catalogue.set('p1', { hsaSystemRole: [] })],
    ['is gone', () => catalogue.delete('p1')],
    ['has an end date that has passed', () => catalogue.set('p1', { endDate: '20260101' })],
  ])('ends when the person %s', async (_what, change) => {
    await change();
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', ended: 1 });
    expect(await service.account(HSA_ID)).toMatchObject({ enabled: false });
  });

  it('is masked when the entry becomes protected, and stays held', async () => {
    await catalogue.set('p1', { hsaProtectedPerson: 'TRUE' });
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', held: 1 });
    expect(JSON.stringify(await service.account(HSA_ID))).not.toMatch(/Andersson|Anna/);
  });

  it('halts the municipality where many are, and again as long as they are', async () => {
    for (const number of [2, 3, 4, 5]) {
      await catalogue.delete(`p${number}`);
      await catalogue.add(townsman(number));
    }
    const before = JSON.stringify(await service.accounts());
    for (const status of ['halted', 'halted']) expect(await service.sync()).toMatchObject({ mode: 'changes', status, held: 0 });
    expect(JSON.stringify(await service.accounts())).toBe(before);
  });
});
