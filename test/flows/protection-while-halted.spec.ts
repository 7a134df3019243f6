import { protectedAccount } from '../../src/external-ad/account';
import { AccountEntity } from '../../src/external-ad/account.entity';
import type { AccountAttributes } from '../../src/external-ad/account.types';
import { AuditService } from '../../src/audit/audit.service';
import { SealedBox } from '../../src/platform/sealed-box';
import { PlanEntity, PlanRowEntity } from '../../src/reconciliation/run.entity';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock.

const HSA_ID = hsaIdOf(1);
const NAME = /Kanarie|Gulsson/;
const CONFIDENTIAL = ['hsaConfidentialPerson'];
const PERSON = { givenName: 'Kanarie', surname: 'Gulsson' };
const secrets = (count: number) => (isProtected: boolean) => inhabitants(count, { ...PERSON, classes: isProtected ? CONFIDENTIAL : [] });
const three = secrets(3);
const four = secrets(4);
const secret = (isProtected: boolean) => inhabitant(1, { ...PERSON, classes: isProtected ? CONFIDENTIAL : [] });
/** Half of them are gone: more than the brake lets through. */
const halting = () => [secret(true), ...inhabitants(5, {}, 2)];
const whole = (isProtected: boolean) => [secret(isProtected), ...inhabitants(10, {}, 2)];

let service: TestService;
onEachDatabase(() => {
  beforeEach(async () => {
    service = await TestService.start();
    await service.syncWith(whole(false));
  });
  afterEach(() => service.close());

  const told = async (): Promise<string> =>
    JSON.stringify([await service.mails(), await service.accounts(), await service.explain(HSA_ID), await service.showCase('2026-00001')]);
  const accountRows = () => service.dataSource.manager.find(AccountEntity, { order: { hsaIdKey: 'ASC' } });
  const protectedRows = async () => (await service.auditRows()).filter(({ action }) => action === 'protected');

  describe('protection that comes with a read that halts', () => {
    it('masks what waits, all that is told and the account at once, and nothing else', async () => {
      expect(await told()).toMatch(NAME);
      const [before, ...others] = await accountRows();
      expect(await service.syncWith(halting())).toMatchObject({ status: 'halted', changed: 0, ended: 0 });

      expect(await told()).not.toMatch(NAME);
      const [masked, ...same] = await accountRows();
      expect(same).toEqual(others);
      expect(JSON.stringify(masked)).not.toMatch(NAME);
      const desired = JSON.stringify(protectedAccount(JSON.parse(before?.desired ?? '') as AccountAttributes));
      const appliedAt = expect.stringMatching(/^2026-11-21T03:20:/) as string;
      expect(masked).toEqual({ ...before, desired, applied: desired, desiredVersion: 2, appliedVersion: 2, appliedAt });
      expect((await service.cases()).map(({ isProtected }) => isProtected)).toEqual([true, ...Array<boolean>(10).fill(false)]);
      await service.dispatch();
      expect(service.sentFiles()).toHaveLength(12);
      expect(service.sentFiles().join('\n')).not.toMatch(NAME);
      expect(await protectedRows()).toMatchObject([{ subject: HSA_ID.toLowerCase(), actorName: 'test' }]);
      expect(await service.auditProblems()).toEqual([]);
    });

    it('is written down once, and the plan stays the same', async () => {
      await service.syncWith(halting());
      const plans = await service.dataSource.manager.find(PlanEntity);
      const [mails, accounts] = [await service.mails(), await service.accounts()];
      expect((await service.sync()).status).toBe('halted');
      expect(await service.mails()).toEqual(mails);
      expect(await service.accounts()).toEqual(accounts);
      expect(await protectedRows()).toHaveLength(1);
      expect(await service.dataSource.manager.find(PlanEntity)).toEqual(plans);
    });

    it.each<[string, (runId: string) => Promise<unknown>, number]>([
      ['the plan is released', (runId) => service.release(runId), 5],
      ['the catalogue is right again', () => service.syncWith(whole(true)), 0],
    ])('reaches the service desk when %s', async (_, goOn, ended) => {
      const { runId } = await service.syncWith(halting());
      await service.sync();
      expect(await goOn(runId)).toMatchObject({ status: 'completed', changed: 1, ended });
      const [row] = await service.dataSource.manager.findBy(AccountEntity, { hsaIdKey: HSA_ID.toLowerCase() });
      expect(row?.desired).toContain('Skyddad person');
      expect(JSON.stringify(row)).not.toMatch(NAME);
      expect((await service.mails('changed')).map(({ subject }) => subject)).toEqual([expect.not.stringContaining('Bergs kommun')]);
      expect(await service.sync()).toMatchObject({ status: 'completed', changed: 0, ended: 0 });
      expect(await protectedRows()).toHaveLength(1);
    });

    it('is told in the trail with what was taken out of the account, which nobody is shown', async () => {
      await service.syncWith(halting());
      const row = (await service.get(AuditService).trail(HSA_ID.toLowerCase())).at(-1);
      expect(row).toMatchObject({ action: 'protected', payload: { facts: { account: { desiredVersion: 2, desiredEnabled: true } } } });
      const { account } = row?.payload as { account: { effect: string; changes: object[] } };
      expect(account.effect).toBe('change');
      expect(account.changes).toContainEqual({ attribute: 'sn', before: 'Gulsson', after: null });
    });

    it('reaches the account of somebody who has left', async () => {
      await service.syncWith([inhabitant(1, { ...PERSON, roles: [] }), ...inhabitants(10, {}, 2)]);
      await service.syncWith([inhabitant(1, { ...PERSON, roles: [], classes: CONFIDENTIAL }), ...inhabitants(5, {}, 2)]);
      const [row] = await accountRows();
      expect(row).toMatchObject({ desiredEnabled: false });
      expect(JSON.stringify(row)).not.toMatch(NAME);
    });

    it('leaves what somebody has approved approved', async () => {
      const { runId } = await service.syncWith(halting());
      const [before] = await accountRows();
      const released = await service.release(runId);
      expect(released).toMatchObject({ status: 'completed', changed: 1, ended: 5 });
      expect((await accountRows())[0]).toEqual(before);
      const rows = await service.dataSource.manager.find(PlanRowEntity);
      expect(rows).toHaveLength(6);
      const box = service.get(SealedBox);
      expect(rows.map(({ content }) => JSON.stringify(box.open(content))).join('\n')).not.toMatch(NAME);
    });

    it('does not make a release halt on the very people who were masked', async () => {
      await service.syncWith([...three(false), ...inhabitants(8, {}, 4)]);
      const { runId, status } = await service.syncWith([...three(true), ...inhabitants(3, {}, 4)]);
      expect(status).toBe('halted');
      expect(await service.release(runId)).toMatchObject({ status: 'completed', changed: 3, ended: 5 });
    });

    it('waits for the release with all the accounts where so many become protected that a mapping may be wrong', async () => {
      await service.syncWith([...four(false), ...inhabitants(10, {}, 5)]);
      const before = await accountRows();
      const { runId, status } = await service.syncWith([...four(true), ...inhabitants(5, {}, 5)]);
      expect(status).toBe('halted');
      expect(await accountRows()).toEqual(before);
      expect(await told()).not.toMatch(NAME);
      expect((await service.mails('halt')).map(({ to }) => to)).toEqual(['drift@example.se']);
      expect((await service.sync()).status).toBe('halted');
      expect(await accountRows()).toEqual(before);
      expect(await service.release(runId)).toMatchObject({ status: 'completed', changed: 4, ended: 5 });
      expect(JSON.stringify((await accountRows()).slice(0, 4))).not.toMatch(NAME);
    });

    it('is answered for the days before as for today', async () => {
      await service.syncWith(halting());
      const { facts, trail } = await service.explain(HSA_ID, '2026-11-21');
      expect(facts.hsa?.person).toEqual({ hsaId: HSA_ID, isProtected: true });
      expect(trail.map(({ action, content }) => [action, content])).toEqual([
        ['access-created', null],
        ['protected', null],
      ]);
    });
  });

  it('protection in a read that is not proven complete is not believed yet', async () => {
    await service.syncWith(whole(false));
    service.writeText('berg', 'dn: cn=x\nobjectClass: hsaConfidentialPerson');
    expect((await service.sync()).status).toBe('incomplete');
    expect(await protectedRows()).toEqual([]);
    expect(await told()).toMatch(NAME);
  });
});
