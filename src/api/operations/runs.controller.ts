import { Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import { Readers } from '../../auth/readers.service';
import type { Page, PageRequest } from '../../platform/paging';
import { found } from '../../platform/refusal';
import { RunList, type ShownPlanRow, type ShownRun } from '../../reconciliation/run-list.service';
import { page, paging } from '../page';
import { By, FromBody, FromParams, FromQuery, Route, TraceId, Within } from '../route.decorator';
import { RunOrders } from './run-orders.service';
import {
  planRowView,
  type ReleaseBody,
  releaseAnswer,
  releaseBody,
  runBegun,
  runDetails,
  runParams,
  runQuery,
  type RunQuery,
  type RunStart,
  runStart,
  runView,
} from './run-view';

const SAMPLE = { params: { id: 'berg-20261121T070000-a1b2' } };

@Controller('api/v1/runs')
export class RunsController {
  constructor(
    private readonly runs: RunList,
    private readonly orders: RunOrders,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({ permission: 'runs:read', summary: 'Runs, newest first', query: runQuery, answer: page(runView) })
  list(@Within() reach: Reach, @FromQuery() query: RunQuery): Promise<Page<ShownRun>> {
    return this.runs.list(reach, query);
  }

  @Get(':id')
  @Route({
    permission: 'runs:read',
    summary: 'One run, and the plan it was halted on',
    params: runParams,
    answer: runDetails,
    sample: SAMPLE,
  })
  async show(@Within() reach: Reach, @FromParams() { id }: { id: string }) {
    return found(await this.runs.show(reach, id));
  }

  @Get(':id/plan-rows')
  @Route({
    permission: 'runs:read',
    summary: 'What a halted run did not do, person by person',
    description: 'Holds names: each page that is read is a row in the audit trail.',
    params: runParams,
    query: z.strictObject(paging),
    answer: page(planRowView),
    sample: SAMPLE,
  })
  async planRows(
    @Within() reach: Reach,
    @By() principal: Principal,
    @FromParams() { id }: { id: string },
    @FromQuery() query: PageRequest,
    @TraceId() traceId: string,
  ): Promise<Page<ShownPlanRow>> {
    return found(await this.runs.planRows(reach, id, query, this.readers.of(principal, 'runs:read', traceId)));
  }

  @Post()
  @Route({
    permission: 'runs:start',
    summary: 'Starts a run',
    description: 'Answers when it has begun; how it ends is read under its id.',
    body: runStart,
    answer: runBegun,
    status: 202,
    idempotent: true,
    refusals: { 'run-going-on': 409 },
    sample: { body: { municipality: 'berg', full: false } },
  })
  start(@Within() reach: Reach, @By() principal: Principal, @FromBody() wish: RunStart): Promise<{ runId: string }> {
    return this.orders.start(reach, principal, wish);
  }

  @Post(':id/release')
  @Route({
    permission: 'runs:release',
    roles: ({ releases }) => releases.roles,
    summary: 'Says yes to a halted plan',
    description:
      'Where it takes two people the first one’s yes is kept, and the second one’s releases it: the catalogue is read again, and what is still the same is carried out.',
    params: runParams,
    body: releaseBody,
    answer: releaseAnswer,
    status: 202,
    idempotent: true,
    refusals: { 'takes-a-person': 403, 'not-halted': 409, 'already-released': 409, 'takes-another-person': 409, 'run-going-on': 409 },
    sample: { ...SAMPLE, body: { reason: 'Omorganisation, kontrollerad mot kommunen' } },
  })
  release(@Within() reach: Reach, @By() principal: Principal, @FromParams() { id }: { id: string }, @FromBody() { reason }: ReleaseBody) {
    return this.orders.release(reach, principal, id, reason);
  }
}
