import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import type { Page } from '../platform/paging';
import { InformService } from '../service-desk/inform.service';
import { type ListedGrant, ListGrants } from '../service-desk/list-grants.service';
import { grantsQuery, type GrantsQuery, listedGrant, toldWish } from './cases.views';
import { page } from './page';
import { By, FromBody, FromQuery, Route, TraceId, Within } from './route.decorator';

@Controller('api/v1/grants')
export class GrantsController {
  constructor(
    private readonly grants: ListGrants,
    private readonly informing: InformService,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({
    permission: 'cases:read',
    summary: 'Permissions in Cosmic as they were recorded, newest first',
    query: grantsQuery,
    answer: page(listedGrant),
    refusals: { 'bad-cursor': 400 },
  })
  list(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string, @FromQuery() query: GrantsQuery): Promise<Page<ListedGrant>> {
    return this.grants.list(reach, query, this.readers.of(by, 'cases:read', trace));
  }

  @Post('told')
  @Route({
    permission: 'orders:write',
    summary: 'Whoever ordered it has told the person, whom no mail could reach',
    body: toldWish,
    refusals: { 'not-found': 404, 'nothing-to-confirm': 409 },
    sample: { body: { municipality: 'berg', hsaId: 'SE2120002502-1A2B' } },
  })
  told(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() traceId: string,
    @FromBody() whose: z.output<typeof toldWish>,
  ): Promise<void> {
    return this.informing.confirm(reach, whose, { actor: this.readers.of(by, 'orders:write', traceId).actor, traceId });
  }
}
