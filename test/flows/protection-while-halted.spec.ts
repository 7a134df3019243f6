import { AccountEntity } from '../../src/external-ad/account.entity';
import { PlanEntity } from '../../src/reconciliation/run.entity';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock.

const HSA_ID = hsaIdOf(1);
const NAME = /Kanarie|Gulsson/;
const secret = (isProtected: boolean) =>
  inhabitant(1, { givenName: 'Kanarie', surname: 'Gulsson', classes: isProtected ? ['hsaConfidentialPerson'] : [] });
/** Half of them are gone: more than the brake lets through. */
const halting = () => [secret(true), ...inhabitants(5, {}, 2)];
const whole = (isProtected: boolean) => [secret(isProtected), ...inhabitants(10, {}, 2)];

let service: TestService;
beforeEach(async () => {
  service = await TestService.start();
  await service.syncWith(whole(false));
});
afterEach(() => service.close());

const told = async (): Promise<string> =>
  JSON.stringify([await service.mails(), await service.accounts(), await service.explain(HSA_ID), await service.showCase('2026-00001')]);
const protectedRows = async () => (await service.auditRows()).filter(({ action }) => action === 'protected');

describe('protection that comes with a read that halts', () => {
  it('masks what waits and all that is told at once, and leaves the account to the plan', async () => {
    expect(await told()).toMatch(NAME);
    const before = await service.dataSource.manager.find(AccountEntity);
    expect(await service.syncWith(halting())).toMatchObject({ status: 'halted', changed: 0, ended: 0 });

    expect(await told()).not.toMatch(NAME);
    expect(await service.dataSource.manager.find(AccountEntity)).toEqual(before);
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
  ])('reaches the account and the service desk when %s', async (_, goOn, ended) => {
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
