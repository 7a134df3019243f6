import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '../../audit/actor';
import { actorOf } from '../../auth/actor-of';
import { ApiKeys } from '../../auth/api-keys.service';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import type { KeyView, NewKey } from '../../auth/views';
import { Clock } from '../../platform/clock';
import type { Page } from '../../platform/paging';
import { localDateOf } from '../../platform/time';
import { authRefusals } from '../../texts/auth-refusals';
import { By, FromBody, FromParams, FromQuery, IfMatch, Route, Within } from '../route.decorator';
import {
  type ById,
  type KeyQuery,
  type NewKeyBody,
  type Why,
  SAMPLE_ID,
  SAMPLE_WHY,
  byId,
  createdKeyView,
  keyPage,
  keyQuery,
  keyView,
  newKey,
  why,
} from './auth.schemas';

@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Route({ permission: 'api-keys:read', summary: "Programs' keys without their secrets, newest first", query: keyQuery, answer: keyPage })
  list(@Within() reach: Reach, @FromQuery() query: KeyQuery): Promise<Page<KeyView>> {
    return this.keys.list(reach, query);
  }

  @Get(':id')
  @Route({
    permission: 'api-keys:read',
    summary: 'One key, without its secret',
    params: byId,
    answer: keyView,
    sample: { params: SAMPLE_ID },
  })
  find(@Within() reach: Reach, @FromParams() { id }: ById): Promise<KeyView> {
    return this.keys.find(reach, id);
  }

  /** Takes no Idempotency-Key: its answer would have to be kept, and the secret is kept nowhere. */
  @Post()
  @Route({
    permission: 'api-keys:write',
    summary: 'Makes a key for a program, shown once',
    description: 'Takes no Idempotency-Key: the secret is kept nowhere. Where the answer was lost, revoke the key and make another.',
    body: newKey,
    answer: createdKeyView,
    status: 201,
    refusals: authRefusals('key-permission-unknown', 'municipality-unknown', 'outside-your-reach', 'already-over', 'key-too-long-lived'),
    sample: {
      body: { name: 'Statistik', permissions: ['findings:read'], municipalities: ['berg'], to: '2027-03-31', reason: 'Månadsrapport' },
    },
  })
  create(@Within() reach: Reach, @By() principal: Principal, @FromBody() { reason, ...wish }: NewKeyBody): Promise<NewKey> {
    return this.keys.create(reach, this.by(principal), reason, wish);
  }

  @Post(':id/revoke')
  @Route({
    permission: 'api-keys:write',
    summary: 'Revokes a key at once',
    params: byId,
    body: why,
    answer: keyView,
    ifMatch: true,
    refusals: authRefusals('key-revoked-already'),
    sample: { params: SAMPLE_ID, body: SAMPLE_WHY },
  })
  revoke(
    @Within() reach: Reach,
    @By() principal: Principal,
    @FromParams() { id }: ById,
    @FromBody() { reason }: Why,
    @IfMatch() version: number,
  ): Promise<KeyView> {
    return this.keys.revoke(reach, this.by(principal), reason, id, version);
  }

  private by(principal: Principal): Actor {
    return actorOf(principal, { permission: 'api-keys:write', today: localDateOf(this.clock.now()) });
  }
}
