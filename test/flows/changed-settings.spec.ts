import { DoctorCommand } from '../../src/commands/doctor.command';
import { hsaIdOf, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, its configuration file, the catalogue's file. Faked: the clock.

let service: TestService;
onEachDatabase(() => {
  beforeEach(async () => {
    service = await TestService.start();
    await service.syncWith(inhabitants(10));
  });
  afterEach(() => service.close());

  it('without a municipality whose people have accounts is told as wrong by doctor', async () => {
    const abandoned = async (): Promise<object[]> =>
      ((await service.get(DoctorCommand).run()).json as { checks: { name: string; ok: unknown; detail: string }[] }).checks.filter(
        ({ name }) => name === 'Kommuner utan inställningar',
      );
    expect(await abandoned()).toEqual([]);
    await service.restart({ municipalities: [{ code: 'are' }] });
    expect(await abandoned()).toMatchObject([{ ok: false, detail: expect.stringContaining('berg (10)') as string }]);
  });

  describe('a policy that orders are required', () => {
    const policy = { requireOrder: true };

    it('ends access without an order, and meets the brake', async () => {
      await service.restart({ municipalities: [{ policy }] });
      const run = await service.sync();
      expect(run).toMatchObject({ status: 'halted', ended: 0, reason: expect.stringContaining('10 avslut av 10 konton') });
      expect(await service.sync()).toMatchObject({ status: 'halted' });
      expect(await service.release(run.runId)).toMatchObject({ status: 'completed', ended: 10 });
      const [mail] = await service.mails('ended');
      expect(mail?.text).toContain('Orsak: Det finns ingen beställning från en chef.\n');
      expect(await service.explain(hsaIdOf(1))).toMatchObject({ blockers: [{ reason: 'order-missing', owner: 'manager' }, {}] });
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 0 });
    });

    it('that is taken back before anything was applied leaves everybody as they were', async () => {
      const before = await service.accounts();
      await service.restart({ municipalities: [{ policy }] });
      await service.sync();
      await service.restart({ municipalities: [{}] });
      expect(await service.sync()).toMatchObject({ status: 'completed', unchanged: 10, ended: 0, changed: 0 });
      expect(await service.accounts()).toEqual(before);
    });

    it('gives nobody new an account', async () => {
      await service.restart({ municipalities: [{ policy, brake: NO_BRAKE }] });
      expect(await service.syncWith(inhabitants(11))).toMatchObject({ status: 'completed', ended: 10, created: 0 });
      expect(await service.findings('access-without-order')).toEqual([]);
    });
  });

  describe('without that policy', () => {
    it('access without an order is a finding', async () => {
      expect(await service.findings('access-without-order')).toMatchObject([
        { municipality: 'berg', detail: expect.stringContaining('10 personer har åtkomst utan beställning') },
      ]);
    });
  });

  describe('a municipality with another name', () => {
    const renamed = { name: 'Bergs nya kommun' };

    it('changes every account, and meets the brake', async () => {
      await service.restart({ municipalities: [renamed] });
      expect(await service.sync()).toMatchObject({
        status: 'halted',
        changed: 0,
        reason: expect.stringContaining('10 ändringar av 10 konton'),
      });
    });

    it('is not a change that Servicecenter is told of', async () => {
      const before = await service.accounts();
      await service.restart({ municipalities: [{ ...renamed, brake: NO_BRAKE }] });
      expect(await service.sync()).toMatchObject({ status: 'completed', changed: 10 });
      const after = await service.accounts();
      expect(after.map(({ desired }) => desired.company)).toEqual(Array(10).fill('Bergs nya kommun'));
      expect(after.map(({ accountName, dn }) => [accountName, dn])).toEqual(before.map(({ accountName, dn }) => [accountName, dn]));
      expect(await service.mails('changed')).toEqual([]);
      expect(await service.sync()).toMatchObject({ status: 'completed', changed: 0, unchanged: 10 });
    });
  });

  describe('fewer changes that are worth a mail', () => {
    it('are told as before when they are worth one again', async () => {
      await service.restart({ configuration: { notifications: { on: ['name'] } } });
      await service.syncWith([...inhabitants(1, { attributes: { title: 'Undersköterska' } }), ...inhabitants(9, {}, 2)]);
      expect(await service.mails('changed')).toEqual([]);
      expect((await service.account(hsaIdOf(1))).desired.title).toBe('Undersköterska');
      await service.restart({ configuration: {} });
      expect(await service.sync()).toMatchObject({ status: 'completed', changed: 1 });
      expect((await service.mails('changed'))[0]?.text).toContain('Titlar: (tomt) → Undersköterska\n');
    });
  });
});
