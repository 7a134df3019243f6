import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { type Reach, wholeMunicipalitiesOf } from '../auth/reach';
import { looseHsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import { Cursors } from '../platform/cursors.service';
import { onePage } from '../platform/database/keyset';
import type { Page, PageRequest } from '../platform/paging';
import type { Instant } from '../platform/time';
import { NO_MUNICIPALITY } from './finding';
import { FindingEntity } from './finding.entity';

export interface ListedFinding {
  id: string;
  kind: string;
  /** Code; null for what belongs to none. */
  municipality: string | null;
  /** Null for a protected person, and where it is about nobody. */
  hsaId: string | null;
  detail: string;
  since: Instant;
  closedAt: Instant | null;
}

const LIST = 'findings';

/** Findings of the municipalities that are reached whole, without the DN: it names its person. */
@Injectable()
export class FindingList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. @param configured how many municipalities there are: who reaches all of them sees what belongs to none */
  async list(
    reach: Reach,
    query: PageRequest & { municipality?: string[]; kind?: string[]; state: 'open' | 'closed' | 'all' },
    configured: number,
  ): Promise<Page<ListedFinding>> {
    const whole = wholeMunicipalitiesOf(reach);
    const all = whole.length === configured ? [...whole, NO_MUNICIPALITY] : whole;
    const codes = all.filter((code) => query.municipality?.includes(code) ?? true);
    if (codes.length === 0) return { items: [], next: null };
    const found = this.dataSource.manager
      .createQueryBuilder(FindingEntity, 'finding')
      .where('finding.municipality IN (:...codes)', { codes });
    if (query.kind) found.andWhere('finding.kind IN (:...kinds)', { kinds: query.kind });
    if (query.state !== 'all') found.andWhere(`finding.closedAt IS ${query.state === 'open' ? '' : 'NOT '}NULL`);
    const position = this.cursors.read(LIST, query.after);
    const rows = await onePage(found, ['finding.since', 'finding.id'], 'DESC', position, query).getMany();
    const { items, next } = this.cursors.page(LIST, rows, query, ({ since, id }) => [since, id]);
    const concealed = await this.concealed(items);
    return { items: items.map((row) => listed(row, concealed)), next };
  }

  /** Whoever is protected in any municipality: a finding may be about somebody's other HSA-id. */
  private async concealed(rows: readonly FindingEntity[]): Promise<Set<string>> {
    const keys = [...new Set(rows.flatMap(({ hsaId }) => (hsaId === null ? [] : [looseHsaIdKey(hsaId)])))];
    const people = await this.dataSource.manager.find(PersonEntity, {
      select: { municipality: true, hsaIdKey: true },
      where: { hsaIdKey: In(keys), isProtected: true },
    });
    return new Set(people.map(({ hsaIdKey }) => hsaIdKey));
  }
}

const listed = (
  { id, kind, municipality, hsaId, detail, since, closedAt }: FindingEntity,
  concealed: ReadonlySet<string>,
): ListedFinding => ({
  id,
  kind,
  municipality: municipality === NO_MUNICIPALITY ? null : municipality,
  hsaId: hsaId === null || concealed.has(looseHsaIdKey(hsaId)) ? null : hsaId,
  detail,
  since,
  closedAt,
});
