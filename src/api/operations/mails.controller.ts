import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import type { Reach } from '../../auth/reach';
import { type ListedMail, MailList, type ShownMail } from '../../notifications/mail-list.service';
import { MAIL_STATES } from '../../notifications/outbox';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import type { Page } from '../../platform/paging';
import { found } from '../../platform/refusal';
import { instant, municipalityCode } from '../fields';
import { page, paging, several } from '../page';
import { FromParams, FromQuery, Route, Within } from '../route.decorator';

const state = z.enum(MAIL_STATES);
const count = z.int().min(0);

const mailQuery = z.strictObject({
  ...paging,
  municipality: several(municipalityCode).optional(),
  kind: several(z.string().regex(/^[a-z][a-z0-9-]{0,15}$/)).optional(),
  state: several(state).optional(),
});

const mail = {
  id: z.string(),
  kind: z.string(),
  municipality: municipalityCode.nullable().describe('Null for mail about the whole service.'),
  caseNumbers: z.array(z.string()),
  state,
  attempts: count,
  unknownOutcomes: count.describe('Times that it may have arrived without anybody saying so.'),
  createdAt: instant,
  nextAttemptAt: instant.nullable(),
  sentAt: instant.nullable(),
  lastError: z.string().nullable().describe('In Swedish, with the receiver’s code.'),
};
const mailView = z.strictObject(mail);
const mailDetails = z.strictObject({
  ...mail,
  trail: z.array(z.strictObject({ number: count, at: instant, outcome: z.string(), detail: z.string().nullable() })),
});

@Controller('api/v1/mails')
export class MailsController {
  constructor(
    private readonly mails: MailList,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get()
  @Route({
    permission: 'mails:read',
    summary: 'Mails and how they stand, newest first',
    description: 'Neither who gets it nor what it says is shown.',
    query: mailQuery,
    answer: page(mailView),
  })
  list(@Within() reach: Reach, @FromQuery() query: z.output<typeof mailQuery>): Promise<Page<ListedMail>> {
    return this.mails.list(reach, query, this.configuration.municipalities.length);
  }

  @Get(':id')
  @Route({
    permission: 'mails:read',
    summary: 'One mail, with each try to send it',
    params: z.strictObject({ id: z.string().max(36) }),
    answer: mailDetails,
    sample: { params: { id: '0199a1b20000-0000-0000000000aa' } },
  })
  async show(@Within() reach: Reach, @FromParams() { id }: { id: string }): Promise<ShownMail> {
    return found(await this.mails.show(reach, id, this.configuration.municipalities.length));
  }
}
