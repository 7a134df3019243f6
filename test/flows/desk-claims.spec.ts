import { AuditService } from '../../src/audit/audit.service';
import { CaseEntity } from '../../src/service-desk/case.entity';
import { inhabitants, inhabitant, NO_BRAKE } from '../support/builders/inhabitants';
import { AT_ONCE, desk } from '../support/desk';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service four times over, each with connections of its own. Faked: the clock.

onEachDatabase(() => {
  it('a thousand cases, four who take the next until there is none: each case is one’s, and none is left', async () => {
    const service = await TestService.start({ municipalities: [{ policy: AT_ONCE, brake: NO_BRAKE }] });
    const others = [await service.another(), await service.another(), await service.another()];
    try {
      await service.syncWith(inhabitants(1000));
      const taken = await Promise.all(
        [service, ...others].map(async (each, index) => {
          const [at, mine] = [desk(each), [] as string[]];
          for (;;) {
            const next = await at.next(`SE2321000131-S00${index}`);
            if (!next) return mine;
            mine.push(next.number);
          }
        }),
      );
      const all = taken.flat();
      expect(all.length).toBe(1000);
      expect(new Set(all).size).toBe(1000);
      const rows = await service.dataSource.manager.find(CaseEntity);
      const holders = new Map(rows.map(({ number, claimedBy }) => [number, claimedBy]));
      taken.forEach((numbers, index) => numbers.forEach((number) => expect(holders.get(number)).toBe(`SE2321000131-S00${index}`)));
      expect((await service.get(AuditService).verify()).problems).toEqual([]);
    } finally {
      for (const one of others) await one.close();
      await service.close();
    }
  }, 240_000);

  it('claims and grants go on while a run changes the same people: nobody waits for ever, nothing is lost', async () => {
    const service = await TestService.start({ municipalities: [{ policy: AT_ONCE, brake: NO_BRAKE }] });
    const [other, third] = [await service.another(), await service.another()];
    try {
      await service.syncWith(inhabitants(120));
      service.writeCatalogue(
        'berg',
        Array.from({ length: 120 }, (_, index) => inhabitant(index + 1, { attributes: { title: 'Läkare' } })),
      );
      const work = async (each: TestService, who: string, odd: number) => {
        for (let number = odd + 1; number <= 120; number += 2) {
          await desk(each).claim(`2026-${String(number).padStart(5, '0')}`, who);
          await desk(each).grant(`2026-${String(number).padStart(5, '0')}`, null, { who });
        }
      };
      await Promise.all([service.syncAnswer(), work(other, 'SE2321000131-S001', 0), work(third, 'SE2321000131-S002', 1)]);
      const rows = await service.dataSource.manager.find(CaseEntity, { where: { event: 'new' } });
      expect(rows.map(({ state }) => state)).toEqual(Array(120).fill('done'));
      expect(await service.dataSource.manager.countBy(CaseEntity, { event: 'changed', state: 'open' })).toBe(120);
      expect(await service.auditProblems()).toEqual([]);
    } finally {
      await other.close();
      await third.close();
      await service.close();
    }
  }, 120_000);
});
