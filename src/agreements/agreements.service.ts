import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { AuditReads } from '../audit/audit-reads.service';
import { municipalitiesOf, type Reach } from '../auth/reach';
import { hsaIdKey } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import type { Page } from '../platform/paging';
import { notFound } from '../platform/refusal';
import { localDateOf } from '../platform/time';
import { AgreementPeople, type SeenPerson } from './agreement-people.service';
import { AgreementEntity } from './agreement.entity';
import { type AgreementView, agreementView } from './agreement.view';
import { AgreementsRepository } from './agreements.repository';
import type { Doer } from './doer';
import { newestCases } from './newest-cases.repository';
import { refusal } from './refusal';
import type { ScanMediaType } from './scan-content';
import { AgreementScanEntity } from './scan.entity';
import { ScanVault } from './scan-vault.service';

export interface AgreementQuery {
  municipality?: string | undefined;
  hsaId?: string | undefined;
  caseNumber?: string | undefined;
  templateVersion?: string | undefined;
  /** Only those whose last day is before this. */
  endsBefore?: string | undefined;
  /** Id of the last one that was seen. */
  after?: string | undefined;
  limit: number;
}

/** Rows looked through at a time: of a unit's people or protected ones only some are seen. */
const PAGE = 200;

/** Agreements as they are read. */
@Injectable()
export class Agreements {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly people: AgreementPeople,
    private readonly repository: AgreementsRepository,
    private readonly vault: ScanVault,
    private readonly reads: AuditReads,
  ) {}

  /** Newest first. That somebody looks is on the disk before anything is shown. */
  async list(reach: Reach, query: AgreementQuery, doer: Doer): Promise<Page<AgreementView>> {
    const page = await this.found(reach, query);
    const [first] = page.items;
    const { limit: _limit, after: _after, ...asked } = query;
    const isOne = asked.hsaId !== undefined || asked.caseNumber !== undefined;
    await this.reads.read(doer, {
      action: 'agreement-read',
      municipality: isOne ? (first?.municipality ?? null) : (asked.municipality ?? null),
      subject: isOne && first ? hsaIdKey(first.hsaId) : null,
      payload: { asked, shown: page.items.map(({ id }) => id) },
    });
    return page;
  }

  /** @throws Refusal `not-found` */
  async show(reach: Reach, id: string, doer: Doer): Promise<AgreementView> {
    const { row, view } = await this.one(this.dataSource.manager, reach, id);
    await this.reads.read(doer, {
      action: 'agreement-read',
      municipality: row.municipality,
      subject: row.hsaIdKey,
      payload: { agreement: id },
    });
    return view;
  }

  private async found(reach: Reach, query: AgreementQuery): Promise<Page<AgreementView>> {
    const { manager } = this.dataSource;
    const whose = await this.wanted(manager, reach, query);
    if (whose === null) return { items: [], next: null };
    const items: AgreementView[] = [];
    let after = query.after;
    for (;;) {
      const rows = await this.page(manager, reach, query, whose, after);
      for (const view of await this.seen(manager, reach, rows)) {
        if (items.length === query.limit) return { items, next: items.at(-1)?.id ?? null };
        items.push(view);
      }
      if (rows.length < PAGE) return { items, next: null };
      after = rows.at(-1)?.id;
    }
  }

  /** Everything of one person, oldest first. @throws Refusal `not-found` */
  async ofPerson(manager: EntityManager, person: SeenPerson): Promise<AgreementView[]> {
    const rows = await this.repository.ofPerson(manager, person.municipality, person.hsaIdKey);
    return this.views(manager, rows, new Map([[person.hsaIdKey, person]]), person.municipality);
  }

  /**
   * A scan, as it came. That somebody looks at it is in the audit trail before it is given.
   * @throws Refusal `not-found`, `scan-missing`; SecretError under another key
   */
  async scan(reach: Reach, id: string, doer: Doer): Promise<{ bytes: Buffer; mediaType: ScanMediaType; sha256: string }> {
    const { row } = await this.one(this.dataSource.manager, reach, id);
    const scan = row.scanId === null ? null : await this.dataSource.manager.findOneBy(AgreementScanEntity, { id: row.scanId });
    if (!scan) throw refusal('scan-missing');
    await this.reads.read(doer, {
      action: 'scan-read',
      municipality: row.municipality,
      subject: row.hsaIdKey,
      payload: { agreement: id, sha256: scan.sha256 },
    });
    const bytes = await this.vault.open(this.dataSource.manager, scan);
    return { bytes, mediaType: scan.mediaType, sha256: scan.sha256 };
  }

  /** @throws Refusal `not-found` */
  async one(manager: EntityManager, reach: Reach, id: string): Promise<{ row: AgreementEntity; view: AgreementView; person: SeenPerson }> {
    const row = await manager.findOneBy(AgreementEntity, { id, municipality: In(municipalitiesOf(reach)) });
    const person = row && (await this.people.seenAmong(manager, reach, row.municipality, [row.hsaIdKey])).get(row.hsaIdKey);
    if (!row || !person) throw notFound();
    const [view] = await this.views(manager, [row], new Map([[person.hsaIdKey, person]]), row.municipality);
    if (!view) throw notFound();
    return { row, view, person };
  }

  /** The person that is asked for; undefined where none is, null where there is nobody such. */
  private async wanted(
    manager: EntityManager,
    reach: Reach,
    { hsaId, caseNumber }: AgreementQuery,
  ): Promise<SeenPerson | undefined | null> {
    const whom = hsaId !== undefined ? { hsaId } : caseNumber !== undefined ? { caseNumber } : null;
    return whom === null ? undefined : this.people.seek(manager, reach, whom);
  }

  private page(
    manager: EntityManager,
    reach: Reach,
    { municipality, templateVersion, endsBefore }: AgreementQuery,
    whose: SeenPerson | undefined,
    after: string | undefined,
  ): Promise<AgreementEntity[]> {
    const seen = municipalitiesOf(reach).filter((code) => municipality === undefined || code === municipality);
    const rows = manager
      .createQueryBuilder(AgreementEntity, 'a')
      .where({ municipality: In(whose ? seen.filter((code) => code === whose.municipality) : seen) })
      .orderBy('a.id', 'DESC')
      .take(PAGE);
    if (whose) rows.andWhere({ hsaIdKey: whose.hsaIdKey });
    if (templateVersion !== undefined) rows.andWhere({ templateVersion });
    if (endsBefore !== undefined) rows.andWhere('a.validTo < :endsBefore', { endsBefore });
    if (after !== undefined) rows.andWhere('a.id < :after', { after });
    return rows.getMany();
  }

  /** Those of the rows that may be seen, in their order. */
  private async seen(manager: EntityManager, reach: Reach, rows: readonly AgreementEntity[]): Promise<AgreementView[]> {
    const views = new Map<string, AgreementView>();
    for (const [municipality, own] of Map.groupBy(rows, (row) => row.municipality)) {
      const people = await this.people.seenAmong(manager, reach, municipality, [...new Set(own.map(({ hsaIdKey }) => hsaIdKey))]);
      for (const view of await this.views(manager, own, people, municipality)) views.set(view.id, view);
    }
    return rows.flatMap(({ id }) => views.get(id) ?? []);
  }

  private async views(
    manager: EntityManager,
    rows: readonly AgreementEntity[],
    people: ReadonlyMap<string, SeenPerson>,
    municipality: string,
  ): Promise<AgreementView[]> {
    const shown = rows.filter(({ hsaIdKey }) => people.has(hsaIdKey));
    if (shown.length === 0) return [];
    const templates = await this.repository.versions(manager);
    const today = localDateOf(this.clock.now());
    const scanIds = shown.flatMap(({ scanId }) => scanId ?? []);
    const scans = new Map((await manager.findBy(AgreementScanEntity, { id: In(scanIds) })).map((scan) => [scan.id, scan]));
    const numbers = await newestCases(manager, municipality, [...people.keys()]);
    return shown.flatMap((row) => {
      const person = people.get(row.hsaIdKey);
      if (!person) return [];
      const opened = {
        details: this.repository.detailsOf(row),
        withdrawal: this.repository.withdrawalOf(row),
        scan: scans.get(row.scanId ?? '') ?? null,
      };
      return [agreementView(row, { ...person, caseNumber: numbers.get(row.hsaIdKey) ?? null }, opened, templates, today)];
    });
  }
}
