import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { looseHsaIdKey } from '../people/hsa-id';
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
   * Makes the open findings of a municipality those that were found now. From here to the end of the transaction no other
   * one does so, of any municipality: one municipality's run writes findings about another's people too.
   *
   * @param looksFor what was looked for: other findings that are open stay as they are
   */
  async reconcile(
    manager: EntityManager,
    municipality: string,
    found: readonly Finding[],
    now: Instant,
    looksFor: (finding: OpenFindingRow) => boolean,
  ): Promise<void> {
    await aloneUntilEnd(manager, LOCKS.findings);
    const open = (await manager.findBy(FindingEntity, { municipality, closedAt: IsNull() })).filter(looksFor);
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
    const gone = open.filter(({ identity }) => !seen.has(identity)).map(({ id }) => id);
    await inChunks(gone, async (chunk) => {
      await manager.update(FindingEntity, { id: In(chunk) }, closed(now));
      return [];
    });
  }

  /** Closes what a decision has settled without waiting for the next read. */
  async close(manager: EntityManager, municipality: string, kind: string, hsaIdKeyed: string, now: Instant): Promise<void> {
    const open = await manager.findBy(FindingEntity, { municipality, kind, closedAt: IsNull() });
    const ids = open.filter(({ hsaId }) => hsaId?.toLowerCase() === hsaIdKeyed).map(({ id }) => id);
    if (ids.length > 0) await manager.update(FindingEntity, { id: In(ids) }, closed(now));
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
    const kept = open.filter((row) => !looksFor(row));
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
