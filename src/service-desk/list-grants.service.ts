import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { AuditReads, type Reader } from '../audit/audit-reads.service';
import type { Reach } from '../auth/reach';
import { hsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import { rowsOf } from '../platform/database/bulk';
import { Cursors } from '../platform/cursors.service';
import type { Page, PageRequest } from '../platform/paging';
import type { Instant } from '../platform/time';
import { wholly } from './case-desk.service';
import { GrantEntity } from './grant.entity';

export interface GrantQuery extends PageRequest {
  municipality?: string | undefined;
  hsaId?: string | undefined;
  /** Only those that are not removed. */
  open?: boolean | undefined;
}

export interface ListedGrant {
  id: string;
  /** Neither municipality, person nor unit of a protected person is told. */
  isProtected: boolean;
  municipality: string | null;
  hsaId: string | null;
  unitHsaId: string | null;
  source: GrantEntity['source'];
  caseNumber: string | null;
  orderNumber: string | null;
  grantedBy: string;
  grantedAt: Instant;
  undoUntil: Instant;
  informedAt: Instant | null;
  informedBy: string | null;
  removedAt: Instant | null;
  removedBy: string | null;
}

const LIST = 'grants';

/** Permissions in Cosmic, newest first. */
@Injectable()
export class ListGrants {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
    private readonly reads: AuditReads,
  ) {}

  async list(reach: Reach, query: GrantQuery, reader: Reader): Promise<Page<ListedGrant>> {
    const place = this.cursors.read(LIST, query.after);
    const municipalities = wholly(reach).filter((code) => query.municipality === undefined || code === query.municipality);
    if (municipalities.length === 0) return { items: [], next: null };
    const rows = this.dataSource.manager
      .createQueryBuilder(GrantEntity, 'g')
      .where({ municipality: In(municipalities), ...(query.open && { removedAt: IsNull() }) })
      .orderBy('g.grantedAt', 'DESC')
      .addOrderBy('g.id')
      .limit(query.limit + 1);
    if (query.hsaId !== undefined) rows.andWhere({ hsaIdKey: hsaIdKey(query.hsaId) });
    if (place) {
      const [grantedAt, id] = place;
      rows.andWhere('(g.grantedAt < :grantedAt OR (g.grantedAt = :grantedAt AND g.id > :id))', { grantedAt, id });
    }
    const { items, next } = this.cursors.page(LIST, await rows.getMany(), query, (row) => [row.grantedAt, row.id]);
    const payload = { grants: items.map(({ id }) => id) };
    if (items.length > 0) await this.reads.read(reader, { action: 'people-listed', municipality: null, subject: null, payload });
    const isProtected = await this.protectedAmong(items);
    return { items: items.map((row) => listed(row, isProtected.has(`${row.municipality} ${row.hsaIdKey}`))), next };
  }

  private async protectedAmong(grants: readonly GrantEntity[]): Promise<Set<string>> {
    const found = new Set<string>();
    for (const [municipality, own] of Map.groupBy(grants, (one) => one.municipality)) {
      const keys = [...new Set(own.map((one) => one.hsaIdKey))];
      const select = ['hsaIdKey', 'isProtected'] as const;
      const people = await rowsOf(this.dataSource.manager, PersonEntity, { municipality }, 'hsaIdKey', keys, { select });
      for (const person of people) if (person.isProtected) found.add(`${municipality} ${person.hsaIdKey}`);
    }
    return found;
  }
}

function listed({ noticeAt: _noticeAt, hsaIdKey: _key, ...grant }: GrantEntity, isProtected: boolean): ListedGrant {
  return { ...grant, isProtected, ...(isProtected && { municipality: null, hsaId: null, unitHsaId: null }) };
}
