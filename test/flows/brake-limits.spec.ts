import type { CatalogueEntry } from '../support/builders/ldif';
import { inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { trippedText } from '../../src/texts/sv/findings';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock (2026-11-21).

let service: TestService;
onEachDatabase(() => {
  afterEach(() => service.close());

  const start = async (brake: object, before: readonly CatalogueEntry[]): Promise<void> => {
    service = await TestService.start({ municipalities: [{ brake: { ...NO_BRAKE, ...brake } }] });
    await service.syncWith(before);
  };

  const gone = (people: number, planned: number) => inhabitants(people - planned, {}, planned + 1);
  const retitled = (people: number, planned: number) => [
    ...inhabitants(planned, { attributes: { title: 'Ny titel' } }),
    ...gone(people, planned),
  ];
  const joined = (people: number, planned: number) => inhabitants(people + planned);

  /** One day's change of so many among so many people. */
  const DAYS = { removals: gone, changes: retitled, creations: joined };
  const COUNT_OF = { removals: 'ended', changes: 'changed', creations: 'created' } as const;

  describe('the brake', () => {
    const kinds = ['removals', 'changes', 'creations'] as const;
    it.each(
      kinds.flatMap((kind) =>
        [
          { people: 30, planned: 5, limit: { count: 5, percent: 100 }, trips: false, why: 'as many as the count' },
          { people: 30, planned: 6, limit: { count: 5, percent: 100 }, trips: true, why: 'one more than the count' },
          { people: 15, planned: 3, limit: { count: 100, percent: 20 }, trips: false, why: 'the very share' },
          { people: 14, planned: 3, limit: { count: 100, percent: 20 }, trips: true, why: 'more than the share' },
          { people: 3, planned: 2, limit: { count: 100, percent: 20 }, trips: false, why: 'two, whatever the share' },
          { people: 3, planned: 2, limit: { count: 1, percent: 100 }, trips: true, why: 'two, where the count is one' },
          { people: 30, planned: 1, limit: { count: 0, percent: 100 }, trips: true, why: 'one, where the count is none' },
        ].map((row) => ({ kind, ...row })),
      ),
    )('$kind: $planned of $people is $why: $trips', async ({ kind, people, planned, limit, trips }) => {
      await start({ [kind]: limit }, inhabitants(people));
      const accounts = await service.accounts();
      const run = await service.syncWith(DAYS[kind](people, planned));
      expect(run).toMatchObject({ status: trips ? 'halted' : 'completed', [COUNT_OF[kind]]: trips ? 0 : planned });
      if (!trips) return;
      expect(await service.accounts()).toEqual(accounts);
      expect(run.reason).toContain(trippedText.brake(kind, planned, people, limit));
    });

    it('is off for creations while there are no accounts', async () => {
      await start({ creations: { count: 0, percent: 0 } }, inhabitants(5));
      expect(await service.accounts()).toHaveLength(5);
      expect(await service.syncWith(inhabitants(6))).toMatchObject({ status: 'halted' });
    });

    it('counts those who come back among creations', async () => {
      await start({ creations: { count: 3, percent: 100 } }, inhabitants(10));
      await service.syncWith(gone(10, 4));
      expect(await service.sync()).toMatchObject({ status: 'completed', unchanged: 6 });
      expect(await service.syncWith(inhabitants(10))).toMatchObject({ status: 'halted', reinstated: 0 });
    });

    it('does not count ends that were known beforehand', async () => {
      const leaving = { attributes: { endDate: '20261121' } };
      await start({ removals: { count: 2, percent: 10 } }, [...inhabitants(5, leaving), ...inhabitants(5, {}, 6)]);
      service.travelTo('2026-11-22T03:05:00.000Z');
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 5, unchanged: 5 });
    });

    it('counts ends that come with an end date nobody knew of', async () => {
      await start({ removals: { count: 2, percent: 10 } }, inhabitants(10));
      const passed = { attributes: { endDate: '20261120' } };
      expect(await service.syncWith([...inhabitants(5, passed), ...inhabitants(5, {}, 6)])).toMatchObject({ status: 'halted', ended: 0 });
    });

    it('counts removals of every kind together', async () => {
      await start({ removals: { count: 2, percent: 100 } }, inhabitants(6));
      const day = [inhabitant(1, { roles: [] }), inhabitant(2, { classes: ['hsaArchivedObject'] }), ...inhabitants(3, {}, 4)];
      expect(await service.syncWith(day)).toMatchObject({ status: 'halted', ended: 0 });
    });

    it('says everything that tripped', async () => {
      await start({ removals: { count: 1, percent: 100 }, changes: { count: 1, percent: 100 } }, inhabitants(6));
      const { reason } = await service.syncWith([...inhabitants(2, { attributes: { title: 'Ny titel' } }), ...inhabitants(2, {}, 3)]);
      expect(reason).toMatch(/^2 avslut .* 2 ändringar .* Inget av planen är genomfört\.$/);
    });
  });
});
