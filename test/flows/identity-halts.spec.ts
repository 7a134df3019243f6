import { HoldEntity } from '../../src/access/hold.entity';
import { hsaIdOf, inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock.

let service: TestService;
onEachDatabase(() => {
  afterEach(() => service.close());

  const uuid = (digit: number) => ({ entryUUID: `${String(digit).repeat(8)}-7a53-4a53-9f0e-6d1a2b3c4d5e` });

  /** So many people, of whom the first `swapped` show another entryUUID than before. */
  const town = (people: number, swapped = 0) => [
    ...inhabitants(swapped, { attributes: uuid(2) }),
    ...inhabitants(people - swapped, { attributes: uuid(1) }, swapped + 1),
  ];

  describe('many known HSA-ids that show other humans', () => {
    it.each([
      [10, 3, 'completed'],
      [200, 4, 'completed'],
      [199, 4, 'halted'],
      [10, 4, 'halted'],
      [10, 10, 'halted'],
    ])('of %i people, %i: %s', async (people, swapped, status) => {
      service = await TestService.start({ municipalities: [{ brake: NO_BRAKE }] });
      await service.syncWith(town(people));
      const before = await service.accounts();
      const run = await service.syncWith(town(people, swapped));
      expect(run).toMatchObject({ status, held: status === 'halted' ? 0 : swapped, changed: 0, ended: 0 });
      expect(await service.dataSource.manager.count(HoldEntity)).toBe(status === 'halted' ? 0 : swapped);
      expect(await service.findings('identity-changed')).toHaveLength(status === 'halted' ? 0 : swapped);
      if (status !== 'halted') return;
      expect(await service.accounts()).toEqual(before);
      expect(run.reason).toContain(`${swapped} av ${people} kända HSA-id visar andra människor än förut.`);
    });

    it('counts those who are held already only once', async () => {
      service = await TestService.start({ municipalities: [{ brake: NO_BRAKE }] });
      await service.syncWith(town(20));
      await service.syncWith(town(20, 3));
      expect(await service.syncWith(town(20, 6))).toMatchObject({ status: 'completed', held: 6 });
    });

    it('can be released, and then each is held', async () => {
      service = await TestService.start({ municipalities: [{ brake: NO_BRAKE }] });
      await service.syncWith(town(10));
      const { runId } = await service.syncWith(town(10, 4));
      expect(await service.release(runId)).toMatchObject({ status: 'completed', held: 4, changed: 0 });
      expect(await service.findings('identity-changed')).toHaveLength(4);
    });
  });

  describe('a known person who does not read as expected', () => {
    const known = { source: { knownPersons: [{ hsaId: hsaIdOf(1), surname: 'Andersson' }] } };
    const wrong = [inhabitant(1, { surname: 'Nyman' }), ...inhabitants(3, {}, 2)];

    it.each([
      ['with another surname', wrong],
      ['who is not there', inhabitants(3, {}, 2)],
      ['whose entry cannot be trusted', [inhabitant(1, { attributes: { startDate: 'igår' } }), ...inhabitants(3, {}, 2)]],
    ])('%s halts the first load too', async (_, entries) => {
      service = await TestService.start({ municipalities: [known] });
      const run = await service.syncWith(entries);
      expect(run).toMatchObject({ status: 'halted', created: 0 });
      expect(run.reason).toContain(`Den kända personen ${hsaIdOf(1)} finns inte eller har fel efternamn.`);
      expect(await service.accounts()).toEqual([]);
      expect(await service.cases()).toEqual([]);
    });

    it('cannot be released, and the mail does not say how', async () => {
      service = await TestService.start({ municipalities: [known] });
      await service.syncWith(inhabitants(4));
      const { runId } = await service.syncWith(wrong);
      expect(await service.release(runId)).toMatchObject({ status: 'halted', changed: 0 });
      expect(await service.account(hsaIdOf(1))).toMatchObject({ desired: { sn: 'Andersson' } });
      const [mail] = await service.mails('halt');
      expect(mail?.text).toContain(hsaIdOf(1));
      expect(mail?.text).not.toContain('tilltrade release');
    });

    it('is expected whatever letters the surname has', async () => {
      service = await TestService.start({ municipalities: [known] });
      expect(await service.syncWith([inhabitant(1, { surname: 'ANDERSSON' })])).toMatchObject({ status: 'completed', created: 1 });
      expect(await service.findings('no-known-person')).toEqual([]);
    });

    it('may be somebody without the role', async () => {
      service = await TestService.start({ municipalities: [known] });
      expect(await service.syncWith([inhabitant(1, { roles: [] }), inhabitant(2)])).toMatchObject({ status: 'completed', created: 1 });
    });

    it('is warned about where there is none', async () => {
      service = await TestService.start();
      await service.syncWith(inhabitants(1));
      expect(await service.findings('no-known-person')).toHaveLength(1);
    });
  });
});
