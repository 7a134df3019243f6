import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import type { Reach } from '../../auth/reach';
import { type MunicipalityStanding, Standing } from '../../reconciliation/standing.service';
import { instant, municipalityCode } from '../fields';
import { Route, Within } from '../route.decorator';

const count = z.int().min(0);

const standing = z.strictObject({
  municipality: municipalityCode,
  lastRun: z.strictObject({ id: z.string(), status: z.string(), startedAt: instant, finishedAt: instant.nullable() }).nullable(),
  lastCompleteReadAt: instant.nullable(),
  haltedPlans: count,
  openFindings: count,
  mails: z.strictObject({ waiting: count, failed: count, unknown: count }),
  accounts: z.strictObject({ waiting: count, refused: count }).describe('Not yet as they should be in the external AD.'),
});

@Controller('api/v1/standing')
export class StandingController {
  constructor(private readonly numbers: Standing) {}

  @Get()
  @Route({
    permission: 'runs:read',
    summary: 'How each municipality stands, in numbers',
    answer: z.strictObject({ items: z.array(standing) }),
  })
  async show(@Within() reach: Reach): Promise<{ items: MunicipalityStanding[] }> {
    return { items: await this.numbers.of(reach) };
  }
}
