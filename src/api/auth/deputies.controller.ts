import { Controller, Get, Post } from '@nestjs/common';
import { OwnDeputies } from '../../auth/own-deputies.service';
import type { Principal } from '../../auth/principal';
import type { DeputyView } from '../../auth/views';
import type { Page } from '../../platform/paging';
import { authRefusals } from '../../texts/auth-refusals';
import { By, FromBody, FromParams, FromQuery, IfMatch, Route } from '../route.decorator';
import {
  type ById,
  type DeputyQuery,
  type NewDeputy,
  type Why,
  SAMPLE_ID,
  SAMPLE_WHY,
  byId,
  deputyPage,
  deputyQuery,
  deputyView,
  newDeputy,
  why,
} from './auth.schemas';

const OF_ADDING = authRefusals(
  'hsa-id-invalid',
  'deputy-of-oneself',
  'not-a-manager',
  'unit-not-the-managers',
  'municipality-unknown',
  'unit-without-municipality',
  'unit-invalid',
  'end-before-start',
  'already-over',
  'deputy-already',
);

/** A manager's own deputies; auditors and operators see those of the municipalities that they reach. */
@Controller('api/v1/deputies')
export class DeputiesController {
  constructor(private readonly deputies: OwnDeputies) {}

  @Get()
  @Route({ permission: 'deputies:read', summary: 'Deputies, newest first', query: deputyQuery, answer: deputyPage })
  list(@By() principal: Principal, @FromQuery() query: DeputyQuery): Promise<Page<DeputyView>> {
    return this.deputies.list(principal, query);
  }

  @Get(':id')
  @Route({ permission: 'deputies:read', summary: 'One deputy', params: byId, answer: deputyView, sample: { params: SAMPLE_ID } })
  find(@By() principal: Principal, @FromParams() { id }: ById): Promise<DeputyView> {
    return this.deputies.find(principal, id);
  }

  @Post()
  @Route({
    permission: 'deputies:write',
    summary: 'Hands over what you have as manager to a colleague, for a period',
    body: newDeputy,
    answer: deputyView,
    status: 201,
    idempotent: true,
    refusals: OF_ADDING,
    sample: {
      body: { deputyHsaId: 'SE2120002502-1A2B', municipality: null, unit: null, from: null, to: '2026-12-31', reason: 'Semester' },
    },
  })
  add(@By() principal: Principal, @FromBody() { reason, ...wish }: NewDeputy): Promise<DeputyView> {
    return this.deputies.add(principal, reason, wish);
  }

  @Post(':id/end')
  @Route({
    permission: 'deputies:write',
    summary: 'Ends it at once',
    params: byId,
    body: why,
    answer: deputyView,
    ifMatch: true,
    refusals: authRefusals('deputy-ended-already'),
    sample: { params: SAMPLE_ID, body: SAMPLE_WHY },
  })
  end(
    @By() principal: Principal,
    @FromParams() { id }: ById,
    @FromBody() { reason }: Why,
    @IfMatch() version: number,
  ): Promise<DeputyView> {
    return this.deputies.end(principal, reason, id, version);
  }
}
