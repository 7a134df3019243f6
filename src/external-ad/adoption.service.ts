import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { hsaIdKey } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { ServiceError } from '../platform/errors';
import { type HeldLease, LeaseService } from '../platform/leases/lease.service';
import { adQueueTexts } from '../texts/sv/ad-queue';
import { AccountQueue } from './account-queue.repository';
import { standingOf } from './account-standing';
import { ACTIVE_DIRECTORY, type ActiveDirectory, AdRefusal, type AdSession } from './active-directory';
import { adRefusalSentence } from './ad-refusal';
import { AD_LEASE, AdWorker } from './ad-worker.service';
import type { AdoptableAccount } from './adoptable';
import { type AdoptableGroup, AdoptableObjects, type Adoption } from './adoptable-objects.service';

export interface AdoptionResult extends Adoption {
  /** What the AD refused to mark; it is as it was. */
  failed: { objectGuid: string; hsaId: string | null; code: string; text: string }[];
}

/** All that may be, groups too, or one person's object. */
export type AdoptionChoice = { all: true } | { hsaId: string };

/** Beside another process that writes. */
const WAIT_MS = 2 * 60 * 1000;

/** A second or two of the AD's time. */
const AT_A_TIME = 20;

/**
 * Takes over what somebody else has made below our OU: an operator says that it is ours, it gets our mark, and the queue
 * links it and makes it what it should be. This is how an AD that is in use already is taken into use here.
 */
@Injectable()
export class AdoptionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly leases: LeaseService,
    private readonly queue: AccountQueue,
    private readonly worker: AdWorker,
    private readonly objects: AdoptableObjects,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(ACTIVE_DIRECTORY) private readonly directory: ActiveDirectory | null,
  ) {}

  /** Writes nothing. @throws ServiceError where there is no AD to ask, or it does not answer */
  preview(signal?: AbortSignal): Promise<Adoption> {
    return this.withSession((session) => this.objects.look(session), signal);
  }

  /**
   * The audit row is written before the mark: what was begun and not done shows in the AD, and can be done again.
   * @throws ServiceError as `preview`, and where the person has nothing to adopt, or something hinders it
   */
  adopt(choice: AdoptionChoice, actor: Actor, reason: string, signal?: AbortSignal): Promise<AdoptionResult> {
    return this.withSession(async (session) => {
      const chosen = choose(await this.objects.look(session), choice);
      const result: AdoptionResult = { accounts: [], groups: [], failed: [] };
      await this.inTurns(chosen.groups, actor, signal, async (group, lease) => {
        await this.dataSource.transaction(async (manager) => {
          await lease.assertHeld(manager);
          await this.tellOfGroup(manager, group, actor, reason);
        });
        if (await this.mark(session, group, null, result)) result.groups.push(group);
      });
      if (result.groups.length > 0)
        await this.dataSource.transaction((manager) => this.queue.retry(manager, 'group-not-ours', this.clock.now()));
      await this.inTurns(chosen.accounts, actor, signal, async (account, lease) => {
        const isStill = await this.objects.isStillAdoptable(session, account);
        const isTold =
          isStill &&
          (await this.dataSource.transaction(async (manager) => {
            await lease.assertHeld(manager);
            return this.tellOfAccount(manager, account, session.controller, actor, reason);
          }));
        if (!isTold) result.failed.push(changedMeanwhile(account));
        else if (await this.mark(session, { ...account, dn: account.dn ?? '' }, account.hsaId, result)) result.accounts.push(account);
      });
      return result;
    }, signal);
  }

  /** Some at a time, each time under the queue's lease: whoever is to be disabled meanwhile waits no longer than that. */
  private async inTurns<T>(
    all: readonly T[],
    { systemUser }: Actor,
    signal: AbortSignal | undefined,
    work: (one: T, lease: HeldLease) => Promise<void>,
  ): Promise<void> {
    const actor = { kind: 'command' as const, name: 'ad adopt', systemUser };
    for (let from = 0; from < all.length && !signal?.aborted; from += AT_A_TIME) {
      await this.worker.dispatch({ actor, ignoreBackoff: false, onlyLeavers: true, ...(signal && { signal }) });
      const lease = await this.leases.acquire(AD_LEASE, { waitMs: WAIT_MS, ...(signal && { signal }) });
      if (!lease) throw new ServiceError('ad-busy', adQueueTexts.busy);
      try {
        for (const one of all.slice(from, from + AT_A_TIME)) if (!signal?.aborted) await work(one, lease);
      } finally {
        await lease.release();
      }
    }
  }

  private async withSession<T>(work: (session: AdSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (!this.directory) throw new ServiceError('no-active-directory', adQueueTexts.noActiveDirectory);
    let session: AdSession | null = null;
    try {
      session = await this.directory.open(signal);
      return await work(session);
    } catch (error) {
      if (!(error instanceof AdRefusal)) throw error;
      throw new ServiceError('ad-refused', adRefusalSentence({ code: error.code, ...error.detail }), { cause: error });
    } finally {
      session?.close();
    }
  }

  private async mark(session: AdSession, object: AdoptableGroup, hsaId: string | null, { failed }: AdoptionResult): Promise<boolean> {
    try {
      await session.mark(object);
      return true;
    } catch (error) {
      if (!(error instanceof AdRefusal) || error.kind !== 'permanent') throw error;
      const { code, detail } = error;
      failed.push({ objectGuid: object.objectGuid, hsaId, code, text: adRefusalSentence({ code, ...detail }) });
      return false;
    }
  }

  private async tellOfAccount(
    manager: EntityManager,
    one: AdoptableAccount,
    controller: string,
    actor: Actor,
    reason: string,
  ): Promise<boolean> {
    const key = { municipality: one.municipality, hsaIdKey: hsaIdKey(one.hsaId) };
    const row = await this.queue.adopt(manager, key, controller, this.clock.now());
    if (!row) return false;
    await this.audit.append(manager, [
      {
        ...this.entry(actor, reason),
        action: 'account-adopted',
        municipality: key.municipality,
        subject: key.hsaIdKey,
        payload: { account: { effect: 'adopt', objectGuid: one.objectGuid }, standing: standingOf(row) },
      },
    ]);
    return true;
  }

  private async tellOfGroup(manager: EntityManager, { dn, objectGuid }: AdoptableGroup, actor: Actor, reason: string): Promise<void> {
    await this.audit.append(manager, [
      { ...this.entry(actor, reason), action: 'group-adopted', municipality: null, subject: null, payload: { dn, objectGuid } },
    ]);
  }

  private entry(actor: Actor, reason: string) {
    return { at: this.clock.now(), actor, reason };
  }
}

const changedMeanwhile = ({ objectGuid, hsaId }: AdoptableAccount): AdoptionResult['failed'][number] => ({
  ...{ objectGuid, hsaId },
  code: 'changed-meanwhile',
  text: adQueueTexts.changedMeanwhile,
});

function choose({ accounts, groups }: Adoption, choice: AdoptionChoice): Adoption {
  if ('all' in choice) return { accounts: accounts.filter(({ hindrance }) => hindrance === null), groups };
  const own = accounts.filter(({ hsaId }) => hsaIdKey(hsaId) === hsaIdKey(choice.hsaId.trim()));
  const [first] = own;
  if (!first) throw new ServiceError('nothing-to-adopt', adQueueTexts.nothingToAdopt(choice.hsaId.trim()));
  if (first.hindrance !== null) throw new ServiceError('not-adoptable', adQueueTexts.notAdoptable(first.hsaId, first.hindrance));
  return { accounts: own, groups: [] };
}
