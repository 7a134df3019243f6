import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '../../audit/actor';
import { actorOf } from '../../auth/actor-of';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import { Roles } from '../../auth/roles.service';
import type { RoleView } from '../../auth/views';
import { Clock } from '../../platform/clock';
import type { Page } from '../../platform/paging';
import { localDateOf } from '../../platform/time';
import { authRefusals } from '../../texts/auth-refusals';
import { By, FromBody, FromParams, FromQuery, IfMatch, Route, Within } from '../route.decorator';
import {
  type ById,
  type NewRole,
  type RoleQuery,
  type Why,
  SAMPLE_ID,
  SAMPLE_WHY,
  byId,
  newRole,
  rolePage,
  roleQuery,
  roleView,
  why,
} from './auth.schemas';

const OF_GRANT = authRefusals(
  'hsa-id-invalid',
  'municipality-unknown',
  'outside-your-reach',
  'unit-without-municipality',
  'unit-invalid',
  'end-before-start',
  'already-over',
  'own-role',
  'role-held-already',
);

@Controller('api/v1/roles')
export class RolesController {
  constructor(
    private readonly roles: Roles,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Route({ permission: 'roles:read', summary: 'Who has which role, newest first', query: roleQuery, answer: rolePage })
  list(@Within() reach: Reach, @FromQuery() query: RoleQuery): Promise<Page<RoleView>> {
    return this.roles.list(reach, query);
  }

  @Get(':id')
  @Route({
    permission: 'roles:read',
    summary: 'One role that somebody was given',
    params: byId,
    answer: roleView,
    sample: { params: SAMPLE_ID },
  })
  find(@Within() reach: Reach, @FromParams() { id }: ById): Promise<RoleView> {
    return this.roles.find(reach, id);
  }

  @Post()
  @Route({
    permission: 'roles:write',
    summary: 'Gives somebody a role, in force with their next request',
    body: newRole,
    answer: roleView,
    status: 201,
    idempotent: true,
    refusals: OF_GRANT,
    sample: {
      body: { hsaId: 'SE2120002502-1A2B', role: 'manager', municipality: 'berg', unit: null, from: null, to: null, reason: 'Ny chef' },
    },
  })
  grant(@Within() reach: Reach, @By() principal: Principal, @FromBody() { reason, ...wish }: NewRole): Promise<RoleView> {
    return this.roles.grant(reach, this.by(principal), reason, wish);
  }

  @Post(':id/remove')
  @Route({
    permission: 'roles:write',
    summary: 'Takes a role away, also from sessions that are open',
    params: byId,
    body: why,
    answer: roleView,
    ifMatch: true,
    refusals: authRefusals('role-removed-already'),
    sample: { params: SAMPLE_ID, body: SAMPLE_WHY },
  })
  remove(
    @Within() reach: Reach,
    @By() principal: Principal,
    @FromParams() { id }: ById,
    @FromBody() { reason }: Why,
    @IfMatch() version: number,
  ): Promise<RoleView> {
    return this.roles.remove(reach, this.by(principal), reason, id, version);
  }

  private by(principal: Principal): Actor {
    return actorOf(principal, { permission: 'roles:write', today: localDateOf(this.clock.now()) });
  }
}
