import { AccountEntity } from '../../src/external-ad/account.entity';
import { PersonEntity } from '../../src/people/person.entity';
import { hsaIdKey } from '../../src/people/hsa-id';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { TestService } from '../support/service';
import type { AccountJson } from '../support/service.types';

/** An external AD of its own for one test. */
export interface ExternalAdUnderTest {
  /** As the configuration names it; the model where it is left out. */
  externalAd?: object;
  close(): Promise<void>;
}

const LEAVER = hsaIdOf(2);

/** Servicecenter has confirmed that access is removed everywhere, so long ago that the account may be deleted at the next look. */
export async function closeLongAgo(service: TestService, hsaId: string): Promise<void> {
  const key = { municipality: 'berg', hsaIdKey: hsaIdKey(hsaId) };
  await service.dataSource.manager.update(AccountEntity, key, { closedAt: '2026-01-01T10:00:00.000Z' });
  await service.dataSource.manager.update(PersonEntity, key, { nextClockChange: service.clock.now() });
}

/** What the service promises of an account from its first day to its last, whichever external AD it is in. */
export function describeExternalAd(what: string, start: () => Promise<ExternalAdUnderTest>): void {
  describe(`an account in ${what}`, () => {
    let ad: ExternalAdUnderTest;
    let service: TestService;
    beforeEach(async () => {
      ad = await start();
      service = await TestService.start(ad.externalAd ? { externalAd: ad.externalAd } : {});
    });
    afterEach(async () => {
      await service.close();
      await ad.close();
    });

    const expectApplied = async (): Promise<AccountJson> => {
      const { ad: result } = await service.dispatch();
      expect(result).toMatchObject({ refused: 0, partlyRefused: 0, waiting: 0, attemptsFailed: 0, busy: false, trouble: null });
      for (const account of await service.accounts()) {
        expect(account).toMatchObject({ refused: null, refusedAttributes: [], nextAttemptAt: null, attempts: 0 });
        expect(account.applied).toEqual(account.deletedAt === null ? account.desired : null);
        expect(account.appliedVersion).toBe(account.desiredVersion);
      }
      expect(await service.auditProblems()).toEqual([]);
      return service.account(LEAVER);
    };

    it('is created, changed, disabled, enabled again and deleted, each confirmed', async () => {
      await service.syncWith([inhabitant(1), inhabitant(2)]);
      const created = await expectApplied();
      expect(created).toMatchObject({ enabled: true, stage: 'account-ready' });

      await service.syncWith([inhabitant(1), inhabitant(2, { attributes: { title: 'Sjuksköterska', mail: 'ny@berg.example.se' } })]);
      expect((await expectApplied()).applied).toMatchObject({ title: 'Sjuksköterska', mail: 'ny@berg.example.se' });

      await service.syncWith([inhabitant(1), inhabitant(2, { roles: [] })]);
      expect(await expectApplied()).toMatchObject({
        enabled: false,
        stage: 'ending',
        applied: { userAccountControl: 262658, memberOf: [] },
      });

      await service.syncWith([inhabitant(1), inhabitant(2)]);
      expect(await expectApplied()).toMatchObject({ enabled: true, accountName: created.accountName, applied: created.desired });

      await service.syncWith([inhabitant(1)]);
      await expectApplied();
      await closeLongAgo(service, LEAVER);
      await service.sync();
      expect(await expectApplied()).toMatchObject({ enabled: false, stage: 'ended', applied: null });

      await service.syncWith([inhabitant(1), inhabitant(2)]);
      expect(await expectApplied()).toMatchObject({ enabled: true, accountName: created.accountName, deletedAt: null });
    });

    it('is masked when its person becomes protected, and not created before somebody may have one', async () => {
      await service.syncWith([inhabitant(1), inhabitant(2, { attributes: { startDate: '20270101' } })]);
      await expect(expectApplied()).rejects.toThrow('No account');
      await service.syncWith([inhabitant(1), inhabitant(2)]);
      await expectApplied();
      await service.syncWith([inhabitant(1), inhabitant(2, { attributes: { hsaProtectedPerson: 'TRUE' } })]);
      const { applied, userPrincipalName } = await expectApplied();
      expect(applied).toMatchObject({
        displayName: 'Skyddad person',
        sn: null,
        givenName: null,
        mail: null,
        company: null,
        userPrincipalName,
      });
    });

    it('is written once: a second dispatch does nothing', async () => {
      await service.syncWith([inhabitant(1), inhabitant(2)]);
      await expectApplied();
      const rows = await service.auditRows();
      const before = await service.accounts();
      expect(await service.dispatchAd()).toMatchObject({ applied: 0 });
      expect(await service.accounts()).toEqual(before);
      expect(await service.auditRows()).toEqual(rows);
    });
  });
}
