import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import { type RecordedTestLogin, TestLogins } from '../cosmic/test-logins.service';
import { newTestLogin, type OneMunicipality, oneMunicipality, testLogin, testLogins } from './cosmic.views';
import { By, FromBody, FromQuery, Route, TraceId, Within } from './route.decorator';

@Controller('api/v1/test-logins')
export class TestLoginsController {
  constructor(
    private readonly logins: TestLogins,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({ permission: 'test-logins:read', summary: 'Test logins, newest first', query: oneMunicipality, answer: testLogins })
  async list(@Within() reach: Reach, @FromQuery() { municipality }: OneMunicipality): Promise<{ testLogins: RecordedTestLogin[] }> {
    return { testLogins: await this.logins.list(reach, municipality) };
  }

  @Post()
  @Route({
    permission: 'test-logins:write',
    summary: "Records a test login; the first that worked lets the municipality's people be granted",
    body: newTestLogin,
    answer: testLogin,
    status: 201,
    idempotent: true,
    refusals: { 'municipality-unknown': 404, 'account-malformed': 422, 'time-ahead': 422 },
    sample: {
      body: {
        municipality: 'berg',
        hsaId: 'SE2120002502-1A2B',
        account: 'ext0123456789',
        at: '2026-11-20T09:00:00.000Z',
        worked: true,
      },
    },
  })
  record(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() traceId: string,
    @FromBody() login: z.output<typeof newTestLogin>,
  ): Promise<RecordedTestLogin> {
    return this.logins.record(reach, login, { actor: this.readers.of(by, 'test-logins:write', traceId).actor, traceId });
  }
}
