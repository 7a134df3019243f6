import fc from 'fast-check';
import { HoldEntity } from '../../src/access/hold.entity';
import { PersonEntity } from '../../src/people/person.entity';
import { CaseEventEntity } from '../../src/service-desk/case.entity';
import { anyCatalogue } from '../support/builders/any-catalogue';
import { inhabitant, NO_BRAKE } from '../support/builders/inhabitants';
import type { CatalogueEntry } from '../support/builders/ldif';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on SQLite files, the catalogues' files. Faked: the clock. Made up: the catalogues (fast-check).

/** Many runs in one test. */
const PATIENCE_MS = 60_000;

async function withService<T>(work: (service: TestService) => Promise<T>): Promise<T> {
  const service = await TestService.start({ municipalities: [{ brake: NO_BRAKE }] });
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}

/** All that a run decides and writes, but its own row in the audit trail. */
const decided = async (service: TestService) => ({
  accounts: JSON.stringify(await service.accounts()),
  cases: await service.cases(),
  mails: await service.mails(),
  findings: await service.findings(),
  events: await service.dataSource.manager.find(CaseEventEntity, { order: { id: 'ASC' } }),
  holds: await service.dataSource.manager.find(HoldEntity),
  people: await service.dataSource.manager.find(PersonEntity),
  audit: (await service.auditRows()).filter(({ action }) => !action.startsWith('run-')),
});

onEachDatabase(() => {
  describe('whatever a catalogue holds', () => {
    it(
      'reading it twice changes nothing the second time, whatever it held before',
      () =>
        withService(async (service) => {
          await fc.assert(
            fc.asyncProperty(anyCatalogue, async (day) => {
              await service.syncWith(day);
              const before = await decided(service);
              const rows = (await service.auditRows()).length;
              await service.sync();
              expect(await decided(service)).toEqual(before);
              expect(await service.auditRows()).toHaveLength(rows + 1);
            }),
            { numRuns: 30 },
          );
          expect(await service.auditProblems()).toEqual([]);
        }),
      PATIENCE_MS,
    );

    it('of two entries with one HSA-id, the one without the role changes nothing, known or not', () =>
      withService(async (service) => {
        const well = inhabitant(9);
        const nearly = inhabitant(4, { cn: 'Nearly', roles: ['rjh;link'], classes: ['hsaFeignedDataObject'] });
        const without = inhabitant(4, { cn: 'Without', roles: [] });
        for (const day of [[inhabitant(4), well], [well], [nearly, without, well]]) await service.syncWith(day);
        const before = await decided(service);
        await service.sync();
        expect(await decided(service)).toEqual(before);
      }));

    it(
      'the order of its entries does not matter',
      () => {
        const twoOrders = anyCatalogue.chain((entries) =>
          fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
        );
        const outcome = (catalogue: CatalogueEntry[]) =>
          withService(async (service) => {
            const { status, reason } = await service.syncWith(catalogue);
            const findings = (await service.findings()).map(({ kind, hsaId, dn, detail }) => [kind, hsaId, dn, detail]);
            return { status, reason, findings, accounts: JSON.stringify(await service.accounts()), cases: await service.cases() };
          });
        return fc.assert(
          fc.asyncProperty(twoOrders, async ([one, other]) => {
            expect(await outcome(other)).toEqual(await outcome(one));
          }),
          { numRuns: 8 },
        );
      },
      PATIENCE_MS,
    );
  });
});
