import { AgreementReminderEntity } from '../../src/agreements/agreement.entity';
import { RemindAgreements } from '../../src/agreements/remind-agreements.service';
import { addTemplate, aPaper, aText, register, withdraw } from '../support/agreement-scene';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on each database, the outbox. Faked: the clock, and that the morning's job is called by the test.

const KIND = 'agreement-ends';
const people = [
  ...inhabitants(2),
  inhabitant(3, { attributes: { mail: [] } }),
  inhabitant(4, { classes: ['hsaConfidentialPerson'] }),
  inhabitant(5),
];

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({
      now: '2026-03-01T08:00:00.000Z',
      configuration: { agreements: { validMonths: 6, remindDays: [60, 14] } },
    });
    await service.syncWith(people);
    await addTemplate(service);
    for (const who of [1, 2, 3, 5]) await register(service, aPaper(who, { signedOn: '2026-03-01', receivedOn: '2026-03-01' }));
    const number = (await service.cases()).find(({ isProtected }) => isProtected)!.number;
    await register(service, aPaper(0, { whom: { caseNumber: number }, signedOn: '2026-03-01', receivedOn: '2026-03-01' }));
  });
  afterEach(() => service.close());

  // The last day is the 1st of September; 60 days before it the 3rd of July, 14 days before it the 18th of August.
  const remind = () => service.get(RemindAgreements).run();
  const onDay = (day: string) => service.travelTo(`${day}T04:10:00.000Z`);

  it('reminds on the days that are set, each time once', async () => {
    onDay('2026-07-02');
    expect(await remind()).toBe(0);
    onDay('2026-07-03');
    expect(await remind()).toBe(3);
    expect(await remind()).toBe(0);
    onDay('2026-08-18');
    expect(await remind()).toBe(3);
    onDay('2026-09-01');
    expect(await remind()).toBe(0);
    onDay('2026-09-02');
    expect(await remind()).toBe(0);
    const mails = await service.mails(KIND);
    expect(mails).toHaveLength(6);
    expect(mails[0]).toMatchObject({
      to: `${hsaIdOf(1).toLowerCase()}@berg.example.se`,
      hsaId: null,
      subject: '[Behörighet] Din förbindelse gäller till och med 2026-09-01',
    });
  });

  it('after a time when the service stood still sends only the latest', async () => {
    onDay('2026-08-30');
    expect(await remind()).toBe(3);
    expect(await service.mails(KIND)).toHaveLength(3);
  });

  it('two instances at once remind once', async () => {
    onDay('2026-07-03');
    const other = await service.another();
    const sent = await Promise.all([remind(), other.get(RemindAgreements).run()]);
    await other.close();
    expect(sent[0] + sent[1]).toBe(3);
    expect(await service.mails(KIND)).toHaveLength(3);
  });

  it('who has signed anew, has withdrawn or has left is not reminded', async () => {
    onDay('2026-06-01');
    await register(service, aPaper(1, { signedOn: '2026-06-01', receivedOn: '2026-06-01' }));
    await withdraw(service, 2);
    await service.syncWith(people.slice(0, -1));
    onDay('2026-07-03');
    expect(await remind()).toBe(0);
    expect(await service.mails(KIND)).toEqual([]);
  });

  it('who cannot be mailed, or is protected, is a finding until there is a new one', async () => {
    onDay('2026-07-03');
    await remind();
    const untold = async () => (await service.findings('agreement-ends-untold')).map(({ hsaId }) => hsaId).sort();
    expect(await untold()).toEqual([hsaIdOf(3), hsaIdOf(4)]);
    expect((await service.mails(KIND)).map(({ to }) => to).join()).not.toContain(hsaIdOf(4).toLowerCase());
    await service.sync();
    await remind();
    expect(await untold()).toEqual([hsaIdOf(3), hsaIdOf(4)]);
    await register(service, aPaper(3, { signedOn: '2026-07-03', receivedOn: '2026-07-03' }));
    expect(await untold()).toEqual([hsaIdOf(4)]);
    onDay('2026-09-02');
    await remind();
    expect(await untold()).toEqual([]);
    expect(await service.dataSource.manager.countBy(AgreementReminderEntity, { hsaIdKey: hsaIdOf(4).toLowerCase() })).toBe(1);
  });

  it('reminds of a new version that must be signed', async () => {
    await addTemplate(service, { version: '2', text: aText('Nytt.'), effectiveFrom: '2026-04-01', signFrom: '2026-06-01' });
    onDay('2026-03-31');
    expect(await remind()).toBe(0);
    onDay('2026-04-01');
    expect(await remind()).toBe(3);
    const [mail] = await service.mails(KIND);
    expect(mail?.text).toContain(
      'Det finns en ny version av ansvars- och sekretessförbindelsen för Cosmic Link. Den du har undertecknat gäller till och med 2026-05-31.',
    );
  });

  it('reminds nobody where no agreement is demanded', async () => {
    await service.restart({ municipalities: [{ policy: { requireAgreement: false } }] });
    onDay('2026-07-03');
    expect(await remind()).toBe(0);
    expect(await service.findings('agreement-ends-untold')).toEqual([]);
  });
});
