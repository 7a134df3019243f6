import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Reach } from '../auth/reach';
import { AccountsRepository } from '../external-ad/accounts.repository';
import { hsaIdKey } from '../people/hsa-id';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { forUpdate } from '../platform/database/row-locks';
import { Refusal } from '../platform/refusal';
import { SealedBox } from '../platform/sealed-box';
import { type Instant, addMilliseconds } from '../platform/time';
import { notGrantableText } from '../texts/desk-refusals';
import { blockerText } from '../texts/sv/access';
import { CaseDesk, type DeskWork } from './case-desk.service';
import type { CaseFacts } from './case-facts';
import { afterStep, allows, type CaseAct, isLive, mayStep } from './case-state';
import { grantableUnits } from './case-view';
import { CaseEntity } from './case.entity';
import { type CaseAtHand, DeskFacts } from './desk-facts.service';
import { deskRefusal, nameGiven } from './desk-refusal';
import { GrantEntity } from './grant.entity';
import { type FulfilledOrder, GrantedOrders } from './granted-orders.port';
import { GrantsRepository } from './grants.repository';

const MINUTE = 60_000;

export interface GrantWish {
  /** HSA-ids; null: the person's own unit. */
  units: readonly string[] | null;
  /** More units follow: the case stays open. */
  more: boolean;
}

export interface Recorded {
  row: CaseEntity;
  grants: GrantEntity[];
}

/** What Servicecenter has entered in Cosmic, and taken out of it. */
@Injectable()
export class GrantService {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly box: SealedBox,
    private readonly work: DeskFacts,
    private readonly desk: CaseDesk,
    private readonly grants: GrantsRepository,
    private readonly accounts: AccountsRepository,
    private readonly orders: GrantedOrders,
  ) {}

  /** The permission is in Cosmic. Refused with everything that is in the way while it may not be. A `changed` case stays open: more may be to do. */
  grant(reach: Reach, number: string, work: DeskWork, { units, more }: GrantWish): Promise<Recorded> {
    const name = nameGiven(work.actor.name);
    return this.work.record(reach, number, work, null, async (at) => {
      const { manager, row, loaded, assessment, now } = at;
      this.expect(at, 'grant', name);
      if (!assessment.grantable) throw notGrantable(assessment.blockers);
      const wanted = chosenUnits(this.box.open<CaseFacts>(row.facts), units);
      const open = new Set((await this.grants.lockOpen(manager, row.municipality, row.hsaIdKey)).map(unitKeyOf));
      const missing = wanted.filter((unit) => !open.has(keyOf(unit)));
      if (missing.length === 0) throw deskRefusal('already-granted');
      const { hsaId, order } = loaded.facts;
      const added = missing.map((unitHsaId) => this.newGrant(row, { hsaId, unitHsaId, name, now, order: order?.number ?? null }));
      await manager.insert(GrantEntity, added);
      for (const one of ordersOf(added)) await this.orders.fulfil(manager, one, work.actor, now);
      const finishes = row.event !== 'changed' && !more;
      const next = finishes ? await this.finish(at) : await this.touch(at, name);
      return { result: { row: next, grants: added }, what: ['granted'] };
    });
  }

  /** It was a mistake. Only while nobody has been told, for `serviceDesk.undoMinutes`. The case is the caller's again. */
  undo(reach: Reach, number: string, work: DeskWork): Promise<Recorded> {
    const name = nameGiven(work.actor.name);
    return this.work.record(reach, number, work, null, async (at) => {
      const { manager, row, now } = at;
      const open = await this.grants.lockOpen(manager, row.municipality, row.hsaIdKey);
      const own = open.filter(({ caseNumber }) => caseNumber === number);
      if (own.length === 0) throw deskRefusal('nothing-to-undo');
      const undone = own.filter(({ noticeAt, undoUntil }) => noticeAt === null && now < undoUntil);
      if (undone.length === 0) throw deskRefusal('undo-too-late');
      await manager.delete(GrantEntity, { id: In(undone.map(({ id }) => id)) });
      const stillGranted = new Set(open.filter((one) => !undone.includes(one)).map(({ orderNumber }) => orderNumber));
      for (const one of ordersOf(undone))
        if (!stillGranted.has(one.orderNumber)) await this.orders.undoFulfil(manager, one, work.actor, now);
      const next = await this.reopen(at, name);
      return { result: { row: next, grants: undone }, what: ['grant-undone'] };
    });
  }

  /**
   * The permission is out of Cosmic, at these units or at all. When the last is out of a leaver's, the account is closed
   * and its retention begins.
   */
  remove(reach: Reach, number: string, work: DeskWork, units: readonly string[] | null): Promise<Recorded> {
    const name = nameGiven(work.actor.name);
    return this.work.record(reach, number, work, null, async (at) => {
      const { manager, row, now } = at;
      this.expect(at, 'remove', name);
      const open = await this.grants.lockOpen(manager, row.municipality, row.hsaIdKey);
      const wanted = units === null ? null : new Set(units.map((unit) => keyOf(unit)));
      const removed = wanted === null ? open : open.filter((one) => wanted.has(unitKeyOf(one)));
      if (removed.length === 0 || (wanted && removed.length < wanted.size)) throw deskRefusal('no-such-grant');
      const change = { removedAt: now, removedBy: name };
      await manager.update(GrantEntity, { id: In(removed.map(({ id }) => id)) }, change);
      const closes = row.event === 'ended' && removed.length === open.length;
      if (closes) await this.accounts.close(manager, row.municipality, row.hsaIdKey, now);
      const next = closes ? await this.finish(at) : await this.touch(at, name);
      const result = { row: next, grants: removed.map((one) => ({ ...one, ...change })) };
      return { result, what: closes ? ['removal-confirmed', 'grant-removed'] : ['grant-removed'] };
    });
  }

  /** There never was a permission in Cosmic: said in so many words, because it closes the account all the same. */
  confirmNothingGranted(reach: Reach, number: string, work: DeskWork): Promise<CaseEntity> {
    const name = nameGiven(work.actor.name);
    return this.work.record(reach, number, work, null, async (at) => {
      const { manager, row, now } = at;
      this.expect(at, 'nothing-granted', name);
      if ((await this.grants.lockOpen(manager, row.municipality, row.hsaIdKey)).length > 0) throw deskRefusal('grants-open');
      await this.accounts.close(manager, row.municipality, row.hsaIdKey, now);
      return { result: await this.finish(at), what: ['removal-confirmed'] };
    });
  }

  /** Cosmic is as the case says; nothing more is to be recorded. */
  done(reach: Reach, number: string, work: DeskWork): Promise<CaseEntity> {
    const name = nameGiven(work.actor.name);
    return this.work.record(reach, number, work, null, async (at) => {
      const { manager, row, loaded, now } = at;
      this.expect(at, 'done', name);
      const open = await this.grants.lockOpen(manager, row.municipality, row.hsaIdKey);
      if (row.event === 'reinstated' && open.length === 0) throw deskRefusal('nothing-granted-yet');
      if (loaded.told?.asksWithdrawal && open.length > 0) throw deskRefusal('withdrawal-not-recorded');
      const done = await this.finish(at);
      await this.desk.record(manager, done, work, { deed: 'done' }, now);
      return { result: done, what: [] };
    });
  }

  private expect({ row, now }: CaseAtHand, act: CaseAct, name: string): void {
    if (!allows(row.event, act)) throw deskRefusal('act-not-for-event', 422);
    this.desk.expectWorkable(row, 'finish', name, now);
  }

  /** The audit row of what was recorded tells of it: it is written when the person is settled, after everything that is locked. */
  private finish({ manager, row, now }: CaseAtHand): Promise<CaseEntity> {
    return this.desk.write(manager, row, { state: afterStep(row.state, 'finish'), endedAt: now, touchedAt: now }, now);
  }

  /** Whoever works on it has it in hand, whether or not they took it first. */
  private touch({ manager, row, now }: CaseAtHand, name: string): Promise<CaseEntity> {
    const isHolder = row.state === 'claimed' && row.claimedBy === name;
    return this.desk.write(manager, row, isHolder ? { touchedAt: now } : this.desk.claimed(row, name, now), now);
  }

  /** A case that was done is taken up again, unless a later one of the person stands in its place. */
  private async reopen({ manager, row, now }: CaseAtHand, name: string): Promise<CaseEntity> {
    if (isLive(row)) return this.desk.write(manager, row, { touchedAt: now }, now);
    const where = { municipality: row.municipality, hsaIdKey: row.hsaIdKey };
    const others = await manager.find(CaseEntity, { where, order: { number: 'ASC' }, lock: forUpdate(manager) });
    const isReplaced = others.some((one) => one.number !== row.number && isLive(one) && (one.event === 'ended' || one.event === row.event));
    if (isReplaced || !mayStep(row.state, 'undo')) return this.desk.write(manager, row, {}, now);
    const again = { ...this.desk.claimed({ ...row, state: 'open' }, name, now), state: afterStep(row.state, 'undo'), endedAt: null };
    return this.desk.write(manager, row, again, now);
  }

  private newGrant(
    { municipality, hsaIdKey: key, number }: CaseEntity,
    { hsaId, unitHsaId, name, now, order }: { hsaId: string; unitHsaId: string | null; name: string; now: Instant; order: string | null },
  ): GrantEntity {
    return {
      id: randomUUID(),
      municipality,
      hsaIdKey: key,
      hsaId,
      unitHsaId,
      source: 'case',
      caseNumber: number,
      orderNumber: order,
      grantedBy: name,
      grantedAt: now,
      undoUntil: addMilliseconds(now, this.configuration.serviceDesk.undoMinutes * MINUTE),
      noticeAt: null,
      informedAt: null,
      informedBy: null,
      removedAt: null,
      removedBy: null,
    };
  }
}

const keyOf = (unit: string | null): string => (unit === null ? '' : hsaIdKey(unit.trim()));
const unitKeyOf = ({ unitHsaId }: GrantEntity): string => keyOf(unitHsaId);

const ordersOf = (grants: readonly GrantEntity[]): FulfilledOrder[] => {
  const orders = grants.flatMap(({ municipality, hsaIdKey: key, orderNumber }) =>
    orderNumber === null ? [] : [{ municipality, hsaIdKey: key, orderNumber }],
  );
  return [...new Map(orders.map((one) => [one.orderNumber, one])).values()];
};

/** @throws Refusal for a unit that the person has nothing to do with */
function chosenUnits(facts: CaseFacts, units: readonly string[] | null): (string | null)[] {
  if (units === null) return [facts.unit?.hsaId ?? null];
  const known = new Map(grantableUnits(facts).map((unit) => [keyOf(unit), unit]));
  const chosen = [...new Set(units.map(keyOf))].map((key) => (key === '' ? undefined : known.get(key)));
  if (chosen.length === 0 || chosen.some((unit) => unit === undefined)) throw deskRefusal('unit-not-in-case', 422);
  return chosen.map((unit) => unit ?? null);
}

function notGrantable(blockers: readonly { reason: keyof typeof blockerText }[]): Refusal {
  const inTheWay = blockers.filter(({ reason }) => !NOT_IN_THE_WAY.has(reason));
  return new Refusal('not-grantable', 409, notGrantableText(inTheWay.map(({ reason }) => ({ reason, text: blockerText[reason] }))));
}

const NOT_IN_THE_WAY: ReadonlySet<string> = new Set(['not-granted', 'not-informed', 'certificate-missing']);
