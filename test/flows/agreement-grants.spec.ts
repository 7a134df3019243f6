import { BaselineAgreements } from '../../src/baseline/baseline-agreements.port';
import { GrantEntity } from '../../src/service-desk/grant.entity';
import type { Actor } from '../../src/audit/actor';
import { addTemplate, agreementsOf, aPaper, aText, register } from '../support/agreement-scene';
import { hsaIdOf, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';
import { SettleReplaced } from '../../src/agreements/settle-replaced.service';

// Real: the whole service on each database. Faked: the clock, that midnight's job is called by the test, and the grant's row.

const BY: Actor = { kind: 'person', name: 'Dana Drift', systemUser: null };

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({
      now: '2026-10-01T08:00:00.000Z',
      configuration: { agreements: { validMonths: 1, graceDays: 14 } },
    });
    await service.syncWith(inhabitants(2));
    await addTemplate(service);
    await register(service, aPaper(1, { signedOn: '2026-09-25', receivedOn: '2026-09-28' }));
  });
  afterEach(() => service.close());

  const grant = async (who: number) => {
    const at = '2026-09-29T08:00:00.000Z';
    await service.dataSource.manager.insert(GrantEntity, {
      ...{ id: `grant-${who}`, municipality: 'berg', hsaIdKey: hsaIdOf(who).toLowerCase(), hsaId: hsaIdOf(who), unitHsaId: null },
      ...{ source: 'baseline', caseNumber: null, orderNumber: null, grantedBy: 'Servicecenter', grantedAt: at, undoUntil: at },
      ...{ noticeAt: at, informedAt: at, informedBy: null, removedAt: null, removedBy: null },
    });
  };
  const changed = async () => (await service.cases()).filter(({ event }) => event === 'changed');

  it('when the grace of somebody who is granted is over Servicecenter is asked to withdraw the permission, and to give it back', async () => {
    await grant(1);
    service.travelTo('2026-11-08T22:59:59.999Z');
    await service.endPassed();
    expect(await changed()).toEqual([]);
    service.travelTo('2026-11-08T23:00:00.000Z');
    await service.endPassed();
    await service.endPassed();
    const [{ number } = { number: '' }, ...more] = await changed();
    expect(more).toEqual([]);
    expect((await service.mails('changed')).map(({ text }) => text)).toEqual([
      expect.stringContaining('ta bort behörigheten i Cosmic tills en ny har kommit in') as string,
    ]);
    expect((await service.showCase(number)).facts?.agreement).toBe('expired');
    expect(await service.account(hsaIdOf(1))).toMatchObject({ enabled: true });
    service.travelTo('2026-11-12T08:00:00.000Z');
    await register(service, aPaper(1, { signedOn: '2026-11-11', receivedOn: '2026-11-12' }));
    expect(await service.mails('changed')).toHaveLength(2);
    expect((await service.showCase(number)).facts?.agreement).toBe('valid');
    expect(await service.auditProblems()).toEqual([]);
  });

  it('where the catalogue cannot be read, too', async () => {
    await grant(1);
    service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
    service.travelTo('2026-11-08T23:00:00.000Z');
    expect(await service.sync()).toMatchObject({ status: 'incomplete' });
    await service.endPassed();
    expect(await changed()).toHaveLength(1);
  });

  it('of somebody who is not granted nothing is asked', async () => {
    service.travelTo('2026-11-08T23:00:00.000Z');
    await service.endPassed();
    expect(await changed()).toEqual([]);
  });

  describe('an agreement from before this service', () => {
    const record = (signedOn: string) =>
      service.dataSource.transaction((manager) =>
        service
          .get(BaselineAgreements)
          .record(
            manager,
            { municipality: 'berg', hsaIdKey: hsaIdOf(2).toLowerCase(), hsaId: hsaIdOf(2), signedOn },
            BY,
            service.clock.now(),
          ),
      );

    it('counts from the day it was signed, and is recorded once', async () => {
      expect([await record('2026-09-20'), await record('2026-09-20')]).toEqual([true, false]);
      expect(await agreementsOf(service, 2)).toMatchObject([
        {
          source: 'baseline',
          templateVersion: 'baseline',
          textHash: null,
          signedOn: '2026-09-20',
          validTo: '2026-10-20',
          status: 'valid',
          receiver: 'Dana Drift',
        },
      ]);
      expect((await service.explain(hsaIdOf(2))).blockers.map(({ reason }) => reason)).not.toContain('agreement-missing');
    });

    it('is put out of use by any version that must be signed', async () => {
      await record('2026-09-20');
      await addTemplate(service, { version: '2', text: aText('Nytt.'), effectiveFrom: '2026-10-02', signFrom: '2026-10-05' });
      await service.get(SettleReplaced).run(BY);
      expect((await agreementsOf(service, 2))[0]).toMatchObject({ replacedFrom: '2026-10-05', status: 'valid' });
      service.travelTo('2026-10-05T08:00:00.000Z');
      expect((await agreementsOf(service, 2))[0]).toMatchObject({ status: 'replaced' });
    });
  });
});
