import { hsaIdOf, type MunicipalityOptions, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { LiveCatalogue, town, townCommission, townsman } from '../support/live-catalogue';
import { type ServiceOptions, TestService } from '../support/service';
import { expectToStandAsNew } from '../support/standing';

// Real: the whole service on its database, slapd, TLS. Faked: the service's clock.

const PEOPLE = 8;
const TIGHT = { removals: { count: 1 }, changes: { count: 1 }, creations: { count: 1 } };
const TITLED = { title: 'Undersköterska' };

let catalogue: LiveCatalogue;
beforeAll(async () => {
  catalogue = await LiveCatalogue.start([]);
});
afterAll(() => catalogue.remove());

let service: TestService;
beforeEach(async () => {
  await catalogue.replace(
    town(
      ...Array.from({ length: PEOPLE }, (_, index) => townsman(index + 1)),
      townCommission(
        'A',
        [1, 2, 3, 4].map((one) => hsaIdOf(one)),
      ),
    ),
  );
  service = await TestService.start(on({ brake: TIGHT }));
  expect(await service.sync()).toMatchObject({ mode: 'full', status: 'completed', created: PEOPLE });
});
afterEach(() => service.close());

const on = (municipality: MunicipalityOptions, configuration = {}): ServiceOptions => ({
  municipalities: [{ slapd: catalogue.slapd, ...municipality }],
  configuration,
});

/** Applies what was stopped, by taking the brake away. */
async function expectAllToBeApplied(counts: object): Promise<void> {
  await service.restart(on({ brake: NO_BRAKE }));
  expect(await service.sync()).toMatchObject({ status: 'completed', ...counts });
  await expectToStandAsNew(service);
  expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', created: 0, changed: 0, ended: 0 });
}

onEachDatabase(() => {
  describe('what a halted run did not apply is found again by the next read of changes', () => {
    it.each<[string, () => Promise<void>, object]>([
      ['people who changed', () => each([1, 2, 3, 4, 5], (one) => catalogue.set(`p${one}`, TITLED)), { changed: 5 }],
      ['people without the role', () => each([1, 2, 3], (one) => catalogue.set(`p${one}`, { hsaSystemRole: [] })), { ended: 3 }],
      ['people who are gone', () => each([1, 2, 3], (one) => catalogue.delete(`p${one}`)), { ended: 3 }],
      ['people who are new', () => each([11, 12, 13, 14], (one) => catalogue.add(townsman(one))), { created: 4 }],
      ['people of a unit that was renamed', () => catalogue.rename('vård', 'ou=Omsorg'), { changed: PEOPLE }],
      [
        'people of a unit that changed',
        () => catalogue.set('norr', { ou: ['Norr', 'Norra'], hsaIdentity: 'SE2120002502-E009' }),
        { changed: 4 },
      ],
      ['people of a commission that is gone', () => catalogue.delete('uppdragA'), { changed: 4 }],
    ])('%s', async (_what, change, counts) => {
      const before = JSON.stringify(await service.accounts());
      await change();
      for (let turn = 0; turn < 2; turn += 1)
        expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'halted', created: 0, changed: 0, ended: 0 });
      expect(JSON.stringify(await service.accounts())).toBe(before);
      await expectAllToBeApplied(counts);
    });

    it('and released all the same', async () => {
      await each([1, 2, 3], (one) => catalogue.delete(`p${one}`));
      const { runId } = await service.sync();
      await catalogue.set('p8', TITLED);
      expect(await service.release(runId)).toMatchObject({ mode: 'full', status: 'completed', ended: 3, changed: 1 });
      await expectToStandAsNew(service);
    });

    it('and not, where it is as it was', async () => {
      await each([1, 2, 3, 4, 5], (one) => catalogue.set(`p${one}`, TITLED));
      expect(await service.sync()).toMatchObject({ status: 'halted' });
      await each([1, 2, 3, 4, 5], (one) => catalogue.set(`p${one}`, { title: [] }));
      expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', changed: 0, unchanged: PEOPLE });
      await expectToStandAsNew(service);
    });
  });

  it('what a preview listed is found by the run after it, and the preview wrote nothing', async () => {
    await catalogue.rename('norr', 'ou=Norra');
    await service.restart(on({ brake: NO_BRAKE }));
    const everything = async () =>
      JSON.stringify(await Promise.all(service.dataSource.entityMetadatas.map(({ target }) => service.dataSource.manager.find(target))));
    const before = await everything();
    const preview = await service.preview();
    expect(preview).toMatchObject({ mode: 'changes', status: 'previewed', changed: 4 });
    expect(preview.changes?.map(({ hsaId }) => hsaId)).toEqual([2, 4, 6, 8].map((one) => hsaIdOf(one)));
    expect(await everything()).toBe(before);
    await expectAllToBeApplied({ mode: 'changes', changed: 4 });
  });

  it('what happened before a read that proved nothing is found by the next', async () => {
    await catalogue.set('p1', TITLED);
    await catalogue.rename('norr', 'ou=Norra');
    await catalogue.slapd.modify('o=Bergs kommun,l=Jämtlands län,c=SE', { hsaIdentity: [] });
    expect(await service.sync()).toMatchObject({ status: 'incomplete', changed: 0 });
    await catalogue.slapd.modify('o=Bergs kommun,l=Jämtlands län,c=SE', { hsaIdentity: 'SE2120002502-0001' });
    await expectAllToBeApplied({ mode: 'changes', changed: 5 });
  });
});

describe('settings that entries are read by have changed: everything is read, and then only changes again', () => {
  it.each<[string, () => ServiceOptions, object]>([
    ['an attribute of another name', () => on({ brake: NO_BRAKE, source: { attributes: { title: 'fullName' } } }), { changed: PEOPLE }],
    ['more prefixes', () => on({ brake: NO_BRAKE, hsaIdPrefixes: ['SE2120002502-', 'SE2120002494-'] }), { created: 1 }],
    ['another role', () => on({ brake: NO_BRAKE }, { systemRole: 'RJH;COSMIC' }), { ended: PEOPLE - 1, unchanged: 1 }],
    ['another base', () => on({ brake: NO_BRAKE, source: { baseDn: 'l=Jämtlands län,c=SE' } }), { changed: 0 }],
  ])('%s', async (_what, options, counts) => {
    await catalogue.add(townsman(20, { hsaId: 'SE2120002494-P020' }));
    await catalogue.set('p1', { hsaSystemRole: ['RJH;LINK', 'RJH;COSMIC'] });
    await service.restart(options());
    expect(await service.sync()).toMatchObject({ mode: 'full', status: 'completed', ...counts });
    await expectToStandAsNew(service);
    expect(await service.sync()).toMatchObject({ mode: 'changes', created: 0, changed: 0, ended: 0 });
  });

  it('but not for settings that only decide', async () => {
    await service.restart(on({ brake: NO_BRAKE, policy: { requireOrder: true } }));
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', ended: PEOPLE });
  });
});

async function each(numbers: readonly number[], act: (number: number) => Promise<void>): Promise<void> {
  for (const number of numbers) await act(number);
}
