import { Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import { SendAgain, type UndeliveredMail } from '../service-desk/send-again.service';
import { By, FromParams, Route, TraceId, Within } from './route.decorator';

const text = z.string();
const undelivered = z.strictObject({
  mails: z.array(
    z
      .strictObject({
        id: text,
        messageId: text,
        subject: text,
        kind: text,
        municipality: text.nullable(),
        caseNumbers: z.array(text),
        state: z.enum(['failed', 'unknown']),
        attempts: z.int(),
        createdAt: text,
        lastError: text.nullable(),
      })
      .meta({ id: 'UndeliveredMail' }),
  ),
});

const params = z.strictObject({ id: z.string().min(1).max(36) });

@Controller('api/v1')
export class UndeliveredMailsController {
  constructor(
    private readonly mails: SendAgain,
    private readonly readers: Readers,
  ) {}

  @Get('undelivered-mails')
  @Route({ permission: 'mails:read', summary: 'Mails that nobody got, or that nobody knows of', answer: undelivered })
  async list(@Within() reach: Reach): Promise<{ mails: UndeliveredMail[] }> {
    return { mails: await this.mails.undelivered(reach) };
  }

  @Post('mails/:id/send-again')
  @Route({
    permission: 'mails:send-again',
    summary: 'Sends such a mail again, with the same Message-ID',
    params,
    refusals: { 'not-found': 404, 'mail-not-undelivered': 409 },
    sample: { params: { id: '019a0000000000000000' } },
  })
  sendAgain(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() traceId: string,
    @FromParams() { id }: z.output<typeof params>,
  ): Promise<void> {
    return this.mails.sendAgain(reach, id, { actor: this.readers.of(by, 'mails:send-again', traceId).actor, traceId });
  }
}
