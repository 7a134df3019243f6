import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { driftTexts } from '../texts/sv/ad-drift';
import type { AccountAttributes } from './account.types';
import { ACTIVE_DIRECTORY, type ActiveDirectory, AdRefusal, type AdSession } from './active-directory';
import { adRefusalSentence } from './ad-refusal';
import { AdSight, type Sighted } from './ad-sight';
import type { AgreeingAccount, Comparison, CompleteComparison, DriftingAccount, StrangeObject } from './compared-account';
import { ComparedAccounts } from './compared-accounts.repository';
import { type AccountDrift, absence, driftOf, isWatched, mayBeOld } from './drift';
import { certainOf } from './drift-policy';
import { GroupComparer } from './group-comparison.service';
import type { GroupMemory } from './group-drift';

/** Accounts whose whole rows are held at a time. */
const CHUNK = 200;

/**
 * Holds the whole OU and our groups against what was confirmed there, over one connection. Writes nothing. What is not
 * proven to have come to its end is no comparison at all.
 */
@Injectable()
export class AdComparer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(ACTIVE_DIRECTORY) private readonly directory: ActiveDirectory | null,
    private readonly accounts: ComparedAccounts,
    private readonly groups: GroupComparer,
  ) {}

  /** @param memory of the groups, from the comparison before */
  async compare(memory: GroupMemory | null, signal?: AbortSignal): Promise<Comparison> {
    if (this.directory === null) throw new Error('The external AD is the model: there is nothing to compare it with');
    let session: AdSession | null = null;
    try {
      // Before the AD is asked: what the queue writes meanwhile shows in that the row is another one afterwards.
      const accounts = await this.accounts.all(this.dataSource.manager);
      session = await this.directory.open(signal);
      const sight = new AdSight(accounts, this.configuration.municipalities, this.organisationalUnit, session.controller, this.clock.now());
      await session.stamps((page) => {
        signal?.throwIfAborted();
        sight.take(page);
      });
      if (sight.isBlind) return { outcome: 'incomplete', reason: driftTexts.nothingSeen };
      return await this.look(session, sight, memory, signal);
    } catch (error) {
      if (signal?.aborted) return { outcome: 'incomplete', reason: driftTexts.stopped };
      if (!(error instanceof AdRefusal)) throw error;
      const { code, detail } = error;
      return { outcome: 'incomplete', reason: adRefusalSentence({ code, subCode: detail.subCode, attribute: detail.attribute }) };
    } finally {
      session?.close();
    }
  }

  private get organisationalUnit(): string {
    return this.configuration.externalAd.organisationalUnit;
  }

  private async look(
    session: AdSession,
    sight: AdSight,
    memory: GroupMemory | null,
    signal: AbortSignal | undefined,
  ): Promise<CompleteComparison> {
    const found = new Map<Sighted, AccountDrift[]>();
    const agreeing: AgreeingAccount[] = [];
    const { moved, absent } = sight;
    for (let start = 0; start < moved.length; start += CHUNK) {
      await this.read(session, moved.slice(start, start + CHUNK), { found, agreeing, signal });
    }
    for (const sighted of absent) {
      signal?.throwIfAborted();
      const object = await session.byGuid(sighted.account.objectGuid ?? '');
      sighted.dn = object?.dn ?? null;
      // One that came back while the stamps were read is for the next comparison.
      if (!object?.isUnderOurUnit) found.set(sighted, [absence(object !== null, sighted.account, session.controller)]);
    }
    const objects = await this.strangers(session, sight, signal);
    const groups = await this.groups.compare(session, sight, {
      manager: this.dataSource.manager,
      municipalities: this.configuration.municipalities,
      organisationalUnit: this.organisationalUnit,
      memory,
      now: this.clock.now(),
      signal,
    });
    for (const { sighted, drift } of groups.drifts) found.set(sighted, [...(found.get(sighted) ?? []), drift]);
    return {
      outcome: 'complete',
      server: session.server,
      controller: session.controller,
      compared: sight.compared,
      read: moved.length + absent.length + sight.strangers.length + groups.read,
      drifting: [...found].map(([{ account, dn }, drifts]): DriftingAccount => ({ account, drifts, dn })),
      agreeing,
      back: sight.back,
      objects,
      members: groups.members,
      groups: groups.memory,
    };
  }

  /** Reads these in full, and holds them against what was confirmed. */
  private async read(session: AdSession, chunk: readonly Sighted[], { found, agreeing, signal }: Findings): Promise<void> {
    const now = this.clock.now();
    for (const [municipality, own] of Map.groupBy(chunk, ({ account }) => account.municipality)) {
      const keys = own.map(({ account }) => account.hsaIdKey);
      const rows = await this.accounts.whole(this.dataSource.manager, municipality, keys);
      for (const sighted of own) {
        signal?.throwIfAborted();
        const { account } = sighted;
        const row = rows.get(account.hsaIdKey);
        const object = await session.byGuid(account.objectGuid ?? '');
        if (!object || !row?.applied) continue; // gone since its stamp was read, or confirmed nowhere: the next comparison tells
        sighted.dn = object.dn;
        const drifts = object.isUnderOurUnit
          ? driftOf(JSON.parse(row.applied) as AccountAttributes, row.desiredEnabled, object)
          : [absence(true, account, session.controller)];
        const saysLittle = isWatched(account, now) || mayBeOld(account, session.controller, now);
        const certain = saysLittle ? certainOf(drifts) : drifts;
        if (certain.length > 0) found.set(sighted, certain);
        else if (drifts.length === 0) agreeing.push({ account, usnChanged: object.usnChanged });
      }
    }
  }

  private async strangers(session: AdSession, { strangers }: AdSight, signal: AbortSignal | undefined): Promise<StrangeObject[]> {
    const objects: StrangeObject[] = [];
    for (const { kind, objectGuid, dn } of strangers) {
      signal?.throwIfAborted();
      const object = kind === 'user' ? await session.byGuid(objectGuid) : null;
      if (kind === 'group' || object)
        objects.push({ kind, objectGuid, dn, hsaId: object?.attributes.hsaId ?? null, isMarked: object?.isMarked ?? false });
    }
    return objects;
  }
}

interface Findings {
  found: Map<Sighted, AccountDrift[]>;
  agreeing: AgreeingAccount[];
  signal: AbortSignal | undefined;
}
