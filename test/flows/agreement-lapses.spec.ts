import { addTemplate, aPaper, register, withdraw } from '../support/agreement-scene';
import { hsaIdOf, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on each database. Faked: the clock, and that midnight's job is called by the test.

const agreements = { validMonths: 1, graceDays: 14 };
/** Signed on the 25th of September: its last day is the 25th of October, the day of winter time. */
const paper = (who: number) => aPaper(who, { signedOn: '2026-09-25', receivedOn: '2026-09-28' });
const LAST_MOMENT = '2026-10-25T22:59:59.999Z';
const LAPSED = '2026-10-25T23:00:00.000Z';
const GRACE_OVER = '2026-11-08T23:00:00.000Z';

onEachDatabase(() => {
  let service: TestService;
  const start = async (policy: object) => {
    service = await TestService.start({ now: '2026-10-01T08:00:00.000Z', municipalities: [{ policy }], configuration: { agreements } });
    await service.syncWith(inhabitants(2));
    await addTemplate(service);
    for (const who of [1, 2]) await register(service, paper(who));
  };
  afterEach(() => service.close());

  const account = () => service.account(hsaIdOf(1));
  const blockers = async () => (await service.explain(hsaIdOf(1))).blockers.map(({ reason }) => reason);

  it('an agreement holds to the last moment of its last day, also when that day has 25 hours', async () => {
    await start({});
    service.travelTo(LAST_MOMENT);
    expect(await account()).toMatchObject({ stage: 'agreement-received' });
    service.travelTo(LAPSED);
    expect(await account()).toMatchObject({ stage: 'account-ready', enabled: true });
    expect(await blockers()).toContain('agreement-expired');
  });

  it('leaves the account alone where the policy does not say otherwise', async () => {
    await start({});
    service.travelTo(GRACE_OVER);
    expect(await service.endPassed()).toBe(0);
    await service.sync();
    expect(await account()).toMatchObject({ enabled: true });
    expect(await service.mails('ended')).toEqual([]);
  });

  describe('where a lapsed agreement disables', () => {
    beforeEach(() => start({ disableWhenAgreementLapses: true }));

    it('the account ends at midnight when the grace is over, and not before', async () => {
      service.travelTo('2026-11-08T22:59:59.999Z');
      expect(await service.endPassed()).toBe(0);
      expect(await account()).toMatchObject({ enabled: true });
      service.travelTo(GRACE_OVER);
      expect(await service.endPassed()).toBe(2);
      expect(await account()).toMatchObject({ enabled: false, stage: 'ending', disabledAt: GRACE_OVER });
      expect(await blockers()).toContain('agreement-lapsed');
      const [mail] = await service.mails('ended');
      expect(mail?.text).toContain(
        'Orsak: Ansvars- och sekretessförbindelsen har upphört att gälla och tiden för att lämna en ny är slut.\n',
      );
      expect(await service.endPassed()).toBe(0);
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 0 });
    });

    it('the brake does not count it: it was known beforehand', async () => {
      service.travelTo(GRACE_OVER);
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 2 });
    });

    it('a new one gives the same account back', async () => {
      const { accountName } = await account();
      service.travelTo(GRACE_OVER);
      await service.endPassed();
      service.travelTo('2026-11-12T08:00:00.000Z');
      await register(service, aPaper(1, { signedOn: '2026-11-11', receivedOn: '2026-11-12' }));
      expect(await account()).toMatchObject({ enabled: true, stage: 'agreement-received', accountName });
      expect(
        (await service.cases()).filter(({ event, hsaIdKey }) => event === 'reinstated' && hsaIdKey === hsaIdOf(1).toLowerCase()),
      ).toHaveLength(1);
      expect(await service.account(hsaIdOf(2))).toMatchObject({ enabled: false });
      expect(await service.auditProblems()).toEqual([]);
    });

    it('a new one within the grace changes nothing for anybody', async () => {
      service.travelTo('2026-11-01T08:00:00.000Z');
      await register(service, aPaper(1, { signedOn: '2026-10-30', receivedOn: '2026-11-01' }));
      service.travelTo(GRACE_OVER);
      expect(await service.endPassed()).toBe(1);
      expect(await account()).toMatchObject({ enabled: true });
    });

    it('one that is withdrawn has its grace from that day', async () => {
      service.travelTo('2026-10-10T08:00:00.000Z');
      await withdraw(service, 1);
      service.travelTo('2026-10-23T21:59:59.999Z');
      expect(await service.endPassed()).toBe(0);
      service.travelTo('2026-10-23T22:00:00.000Z');
      expect(await service.endPassed()).toBe(1);
      expect(await account()).toMatchObject({ enabled: false });
    });

    it('whoever never signed is not touched', async () => {
      await service.syncWith(inhabitants(3));
      service.travelTo(GRACE_OVER);
      await service.endPassed();
      expect(await service.account(hsaIdOf(3))).toMatchObject({ enabled: true, stage: 'account-ready' });
    });
  });

  it('over the change to summer time the grace has as many days', async () => {
    await start({ disableWhenAgreementLapses: true });
    service.travelTo('2027-03-20T08:00:00.000Z');
    await register(service, aPaper(1, { signedOn: '2027-02-20', receivedOn: '2027-03-19' }));
    service.travelTo('2027-04-03T21:59:59.999Z');
    expect(await service.endPassed()).toBe(1); // the other
    expect(await account()).toMatchObject({ enabled: true });
    service.travelTo('2027-04-03T22:00:00.000Z');
    expect(await service.endPassed()).toBe(1);
    expect(await account()).toMatchObject({ enabled: false });
  });

  it('is what a look a day ahead finds, whatever has been registered meanwhile', async () => {
    await start({ disableWhenAgreementLapses: true });
    const rows: { next_clock_change: string }[] = await service.dataSource.query(
      'SELECT next_clock_change FROM person ORDER BY hsa_id_key',
    );
    expect(rows.map(({ next_clock_change: next }) => next)).toEqual([LAPSED, LAPSED]);
  });
});
