import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import { hsaId, municipalityCode, reason } from '../fields';
import { By, FromBody, Route, Within } from '../route.decorator';
import { RunOrders } from './run-orders.service';

const acceptance = z.strictObject({ hsaId, reason });

@Controller('api/v1/holds')
export class HoldsController {
  constructor(private readonly orders: RunOrders) {}

  @Post('acceptances')
  @Route({
    permission: 'holds:accept',
    summary: 'Accepts the changed identity of somebody who is held for it',
    body: acceptance,
    answer: z.strictObject({ municipality: municipalityCode, action: z.string().describe('What came of it for the account.') }),
    refusals: { 'not-held': 404, 'run-going-on': 409 },
    sample: { body: { hsaId: 'SE2120002502-1A2B', reason: 'Samordningsnummer blev personnummer' } },
  })
  accept(@Within() reach: Reach, @By() principal: Principal, @FromBody() { hsaId: whom, reason: why }: z.output<typeof acceptance>) {
    return this.orders.acceptHold(reach, principal, whom, why);
  }
}
