import type { EntityManager } from 'typeorm';
import { FactsRepository } from '../../src/access/facts.repository';
import { AccountEntity } from '../../src/external-ad/account.entity';
import { AccountQueue } from '../../src/external-ad/account-queue.repository';
import { AccountsRepository } from '../../src/external-ad/accounts.repository';
import { type Attempt, AdRecorder } from '../../src/external-ad/ad-recorder.service';
import { FindingsService } from '../../src/findings/findings.service';
import { PeopleRepository } from '../../src/people/people.repository';
import { DriftRecord } from '../../src/reconciliation/drift/drift-record.service';
import { AdScene } from '../support/ad-scene';
import { hsaIdOf, inhabitants } from '../support/builders/inhabitants';
import { POSTGRES } from '../support/databases';
import { onDatabase } from '../support/each-database';
import { untilSomebodyWaits } from '../support/lock-wait';

/*
 * Two who lock the same things: where each had what the other one waits for, PostgreSQL would end one of them. Real: the
 * whole service, PostgreSQL, LDAPS. The AD is as strict as Microsoft's, a server in this process. Faked: the clock.
 */

jest.setTimeout(60_000);

const [FIRST, LAST] = [1, 3].map((number) => hsaIdOf(number).toLowerCase()) as [string, string];
const ACTOR = { kind: 'command', name: 'test', systemUser: 'tester' } as const;
const AT = '2030-01-01T00:00:00.000Z';
const SOON = '2029-01-01T00:00:00.000Z';

onDatabase(POSTGRES, () => {
  let scene: AdScene;
  beforeEach(async () => {
    scene = await AdScene.start();
    await scene.populate(inhabitants(3));
  });
  afterEach(() => scene.close());

  const transaction = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => scene.service.dataSource.transaction(work);
  const requeue = (manager: EntityManager, hsaIdKey: string) => scene.service.get(AccountQueue).requeue(manager, 'berg', [hsaIdKey], SOON);
  const row = (hsaIdKey: string) => scene.service.dataSource.manager.findOneByOrFail(AccountEntity, { hsaIdKey });
  /** The table holds them from the last to the first, and so they are found by whoever asks for no order. */
  const layBackwards = async (change: Partial<AccountEntity>): Promise<void> => {
    const { manager } = scene.service.dataSource;
    await manager.update(AccountEntity, { municipality: 'berg' }, change);
    for (const statement of ['CREATE INDEX back ON account (hsa_id_key DESC)', 'CLUSTER account USING back', 'DROP INDEX back'])
      await manager.query(statement);
  };

  /** The other one begins when this has taken its first lock, and waits for it when this takes its second. */
  async function crossed(
    first: (manager: EntityManager) => Promise<unknown>,
    other: (manager: EntityManager) => Promise<unknown>,
    second: (manager: EntityManager) => Promise<unknown>,
  ): Promise<void> {
    let ended: Promise<unknown> = Promise.resolve();
    const whole = transaction(async (manager) => {
      await first(manager);
      ended = transaction(other);
      ended.catch(() => undefined); // it is looked at below
      await untilSomebodyWaits(manager);
      await second(manager);
    });
    await expect(whole).resolves.toBeUndefined();
    await expect(ended).resolves.not.toThrow();
  }

  it('the end of a run, which masks, and a comparison that is written down', async () => {
    const { service } = scene;
    const judgement = {
      accounts: [{ hsaIdKey: FIRST, drifts: [], outcome: 'healed' as const }],
      found: [],
      tripped: [],
      undecided: new Set(''),
    };
    const origin = { actor: ACTOR, traceId: 'test', beganAt: AT };
    await crossed(
      (manager) => service.get(FindingsService).reconcile(manager, 'berg', [], AT, () => false),
      (manager) => service.get(DriftRecord).municipality(manager, { code: 'berg', name: 'Bergs kommun' }, judgement, [], origin),
      (manager) => service.get(AccountsRepository).mask(manager, 'berg', [FIRST], { kind: 'ldap', now: AT }),
    );
    expect((await row(FIRST)).nextAttemptAt).not.toBeNull();
  });

  it.each<[string, Partial<AccountEntity>, (queue: AccountQueue, manager: EntityManager) => Promise<unknown>]>([
    ['hurries them all', { nextAttemptAt: AT }, (queue, manager) => queue.hurry(manager, SOON)],
    ['tries those again that were refused', { refusedCode: 'no-rights' }, (queue, manager) => queue.retry(manager, 'no-rights', AT)],
    ['takes in what another external AD had', { appliedIn: 'model' }, (queue, manager) => queue.enlist(manager, AT)],
  ])('who takes some accounts, and who %s', async (_, change, all) => {
    await layBackwards(change);
    await crossed(
      (manager) => requeue(manager, FIRST),
      (manager) => all(scene.service.get(AccountQueue), manager),
      (manager) => requeue(manager, LAST),
    );
  });

  const nameTaken = async (hsaIdKey: string): Promise<Attempt> => {
    await scene.service.dataSource.manager.update(AccountEntity, { hsaIdKey }, { objectGuid: null, applied: null });
    return { account: await row(hsaIdKey), done: [], tried: { kind: 'name-taken', code: 'account-name-taken' } };
  };

  it('who takes some accounts, and who writes down that a name is taken beside what came of another', async () => {
    const attempts: Attempt[] = [
      await nameTaken(LAST),
      { account: await row(FIRST), done: [], tried: { kind: 'waits', code: 'unreachable' } },
    ];
    await crossed(
      (manager) => requeue(manager, FIRST),
      (manager) => scene.service.get(AdRecorder).record(manager, attempts, ACTOR, { now: AT, jitter: () => 0 }),
      (manager) => requeue(manager, LAST),
    );
    expect((await row(LAST)).accountName).not.toBe(attempts[0]?.account.accountName);
  });

  it('a settlement, and who writes down that the name of the same one is taken', async () => {
    const attempt = await nameTaken(FIRST);
    const { service } = scene;
    await crossed(
      (manager) => service.get(FactsRepository).load(manager, 'berg', [FIRST], { forUpdate: true }),
      (manager) => service.get(AdRecorder).record(manager, [attempt], ACTOR, { now: AT, jitter: () => 0 }),
      (manager) => service.get(PeopleRepository).setNextClockChange(manager, 'berg', FIRST, AT),
    );
  });
});
