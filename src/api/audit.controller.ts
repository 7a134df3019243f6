import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { AuditSearch, type FoundRow, type ShownRow } from '../audit/audit-search.service';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import type { Page } from '../platform/paging';
import { auditQuery, auditRow, auditRowWithContent } from './audit.views';
import { page } from './page';
import { By, FromParams, FromQuery, Route, TraceId, Within } from './route.decorator';

const params = z.strictObject({ seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

@Controller('api/v1/audit')
export class AuditController {
  constructor(
    private readonly rows: AuditSearch,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({
    permission: 'audit:read',
    summary: 'Audit rows, newest first',
    query: auditQuery,
    answer: page(auditRow),
    refusals: { 'bad-cursor': 400, 'period-reversed': 400, 'personal-number-in-search': 400 },
  })
  list(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromQuery() query: z.output<typeof auditQuery>,
  ): Promise<Page<FoundRow>> {
    return this.rows.find(reach, query, this.readers.of(by, 'audit:read', trace));
  }

  @Get(':seq')
  @Route({
    permission: 'audit:read',
    summary: 'One audit row with what was written down',
    params,
    answer: auditRowWithContent,
    refusals: { 'not-found': 404 },
    sample: { params: { seq: '1' } },
  })
  show(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { seq }: z.output<typeof params>,
  ): Promise<ShownRow> {
    return this.rows.show(reach, seq, this.readers.of(by, 'audit:read', trace));
  }
}
