import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Like, Not } from 'typeorm';
import { hsaIdKey, looseHsaIdKey } from '../people/hsa-id';
import { inChunks, saveAll } from '../platform/database/bulk';
import { aloneUntilEnd, LOCKS } from '../platform/database/row-locks';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { type Finding, findingIdentity } from './finding';
import { FindingEntity } from './finding.entity';

/** A DN names its person, who may become protected when nobody looks at this any more. */
const closed = (now: Instant) => ({ closedAt: now, dn: null });

/** What tells open findings apart. */
export type OpenFindingRow = Pick<FindingEntity, 'kind' | 'hsaId' | 'dn'>;

/** Findings are kept from run to run, told once, and closed by themselves when the data is right again. */
@Injectable()
export class FindingsService {
  constructor(private readonly box: SealedBox) {}

  /**
   * The lock that `reconcile` takes, for a transaction that takes others before: who ends a run has this one before it
   * takes accounts.
   */
  alone(manager: EntityManager): Promise<void> {
    return aloneUntilEnd(manager, LOCKS.findings);
  }

  /**
   * Makes the open findings of a municipality those that were found now. From here to the end of the transaction no other
   * one does so, of any municipality: one municipality's run writes findings about another's people too.
   *
   * @param looksFor what was looked for: other findings that are open and were not found stay as they are
   */
  async reconcile(
    manager: EntityManager,
    municipality: string,
    found: readonly Finding[],
    now: Instant,
    looksFor: (finding: OpenFindingRow) => boolean,
  ): Promise<void> {
    await this.alone(manager);
    const open = await manager.findBy(FindingEntity, { municipality, closedAt: IsNull() });
    const openByIdentity = new Map(open.map((row) => [row.identity, row]));
    const changed: FindingEntity[] = [];
    const seen = new Set<string>();
    for (const finding of found) {
      const identity = this.identityOf(municipality, finding);
      if (seen.has(identity)) continue;
      seen.add(identity);
      const known = openByIdentity.get(identity);
      if (known?.detail === finding.detail && known.dn === finding.dn && known.hsaId === finding.hsaId) continue;
      changed.push({
        id: known?.id ?? randomUUID(),
        identity,
        kind: finding.kind,
        municipality,
        hsaId: finding.hsaId,
        dn: finding.dn,
        detail: finding.detail,
        since: known?.since ?? now,
        closedAt: null,
      });
    }
    await saveAll(manager, FindingEntity, changed, ['id']);
    const gone = open.filter((row) => looksFor(row) && !seen.has(row.identity)).map(({ id }) => id);
    await inChunks(gone, async (chunk) => {
      await manager.update(FindingEntity, { id: In(chunk) }, closed(now));
      return [];
    });
  }

  /**
   * Makes the open findings about these people those that were found now, in the midst of other work: no lock is taken, so
   * that a run's whole transaction is not waited for. One that somebody else opens at the same time is open once all the same.
   *
   * @param found by HSA-id, whose case may have changed: of each person all that holds, of those that `looksFor` names
   */
  async replace(
    manager: EntityManager,
    municipality: string,
    found: ReadonlyMap<string, readonly Finding[]>,
    now: Instant,
    looksFor: (finding: OpenFindingRow) => boolean,
  ): Promise<void> {
    if (found.size === 0) return;
    const keys = [...new Set([...found.keys()].map((hsaId) => hsaIdKey(hsaId.trim())))];
    const rows = await inChunks(keys, (chunk) =>
      manager
        .createQueryBuilder(FindingEntity, 'f')
        .where('f.municipality = :municipality AND f.closedAt IS NULL AND LOWER(TRIM(f.hsaId)) IN (:...chunk)', { municipality, chunk })
        .getMany(),
    );
    const open = new Map(rows.filter(looksFor).map((row) => [row.identity, row]));
    const kept = new Set<string>();
    for (const finding of [...found.values()].flat()) {
      const identity = this.identityOf(municipality, finding);
      kept.add(identity);
      const known = open.get(identity);
      const { kind, hsaId, dn, detail } = finding;
      if (known && (known.detail !== detail || known.hsaId !== hsaId))
        await manager.update(FindingEntity, { id: known.id }, { detail, hsaId });
      if (known) continue;
      const row = { id: randomUUID(), identity, kind, municipality, hsaId, dn, detail, since: now, closedAt: null };
      await manager.createQueryBuilder().insert().into(FindingEntity).values(row).orIgnore().execute();
    }
    const gone = [...open.values()].filter(({ identity }) => !kept.has(identity)).map(({ id }) => id);
    if (gone.length > 0) await manager.update(FindingEntity, { id: In(gone) }, closed(now));
  }

  /** Closes what a decision has settled without waiting for the next read. */
  async close(manager: EntityManager, municipality: string, kind: string, hsaIdKeyed: string, now: Instant): Promise<void> {
    const open = await manager.findBy(FindingEntity, { municipality, kind, closedAt: IsNull() });
    const ids = open.filter(({ hsaId }) => hsaId?.toLowerCase() === hsaIdKeyed).map(({ id }) => id);
    if (ids.length > 0) await manager.update(FindingEntity, { id: In(ids) }, closed(now));
  }

  /** Closes what nobody looks for any more, in every municipality. @param prefix of their kinds */
  async closeAll(manager: EntityManager, prefix: string, now: Instant): Promise<void> {
    const open = { kind: Like(`${prefix}%`), closedAt: IsNull() };
    if (!(await manager.existsBy(FindingEntity, open))) return;
    await aloneUntilEnd(manager, LOCKS.findings);
    await manager.update(FindingEntity, open, closed(now));
  }

  /** What would be open if these were found now; nothing is written. */
  merged(
    municipality: string,
    open: readonly FindingEntity[],
    found: readonly Finding[],
    now: Instant,
    looksFor: (finding: OpenFindingRow) => boolean,
  ): (Finding & { since: Instant })[] {
    const known = new Map(open.map((row) => [row.identity, row]));
    const fresh = new Map(found.map((finding) => [this.identityOf(municipality, finding), finding]));
    const kept = open.filter((row) => !looksFor(row) && !fresh.has(row.identity));
    return [...kept, ...[...fresh].map(([identity, finding]) => ({ ...finding, since: known.get(identity)?.since ?? now }))];
  }

  /** Open findings, most telling order: municipality, kind, HSA-id. */
  async open(manager: EntityManager, municipalities: readonly string[]): Promise<FindingEntity[]> {
    return manager.find(FindingEntity, {
      where: { municipality: In(municipalities), closedAt: IsNull() },
      order: { municipality: 'ASC', kind: 'ASC', hsaId: 'ASC', dn: 'ASC', detail: 'ASC', identity: 'ASC' },
    });
  }

  openOf(manager: EntityManager, municipality: string, kind: string): Promise<FindingEntity[]> {
    return manager.findBy(FindingEntity, { municipality, kind, closedAt: IsNull() });
  }

  async openAbout(manager: EntityManager, municipality: string, hsaIds: readonly string[]): Promise<FindingEntity[]> {
    return manager.find(FindingEntity, {
      where: { municipality, hsaId: In(hsaIds), closedAt: IsNull() },
      order: { since: 'ASC', kind: 'ASC' },
    });
  }

  /** A DN names its person: none is kept of people who are protected now, however the HSA-id was written then. */
  async conceal(
    manager: EntityManager,
    municipality: string,
    people: readonly { hsaId: string | null; dn: string | null }[],
  ): Promise<void> {
    if (people.length === 0) return;
    const keys = new Set(people.flatMap(({ hsaId }) => (hsaId === null ? [] : [looseHsaIdKey(hsaId)])));
    const dns = new Set(people.flatMap(({ dn }) => dn ?? []));
    const named = await manager.find(FindingEntity, {
      select: { id: true, hsaId: true, dn: true },
      where: { municipality, dn: Not(IsNull()) },
    });
    const theirs = named.filter(({ hsaId, dn }) => (hsaId !== null && keys.has(looseHsaIdKey(hsaId))) || (dn !== null && dns.has(dn)));
    await inChunks(
      theirs.map(({ id }) => id),
      async (chunk) => {
        await manager.update(FindingEntity, { id: In(chunk) }, { dn: null });
        return [];
      },
    );
  }

  private identityOf(municipality: string, finding: Finding): string {
    return findingIdentity(municipality, finding, (text) => this.box.digest(text));
  }
}
