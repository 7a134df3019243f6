import { Controller, Get, Post } from '@nestjs/common';
import { agreementRefusalStatuses } from '../../agreements/refusal';
import { AgreementTemplates, type TemplateView, type TemplateWithText } from '../../agreements/templates.service';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import { Readers } from '../../auth/readers.service';
import { By, FromBody, FromParams, Route, TraceId, Within } from '../route.decorator';
import {
  addedTemplate,
  byVersion,
  type ByVersion,
  newTemplate,
  type NewTemplateBody,
  templateList,
  templateWithText,
} from './agreements.views';

const OF_TEMPLATE = agreementRefusalStatuses(
  'not-everywhere',
  'malformed-version',
  'sign-before-effective',
  'sign-from-passed',
  'template-in-force',
  'effective-date-taken',
  'text-empty',
  'text-too-long',
  'text-hidden-character',
  'text-no-title',
  'personal-number-given',
);

/** The text that is signed, version by version: the same for every municipality. */
@Controller('api/v1/agreement-templates')
export class AgreementTemplatesController {
  constructor(
    private readonly templates: AgreementTemplates,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({ permission: 'agreement-templates:read', summary: 'Every version, oldest first', answer: templateList })
  async list(): Promise<{ items: TemplateView[] }> {
    return { items: await this.templates.list() };
  }

  @Get(':version')
  @Route({
    permission: 'agreement-templates:read',
    summary: 'One version with its exact text',
    params: byVersion,
    answer: templateWithText,
    refusals: agreementRefusalStatuses('no-such-template'),
    sample: { params: { version: '1' } },
  })
  show(@FromParams() { version }: ByVersion): Promise<TemplateWithText> {
    return this.templates.show(version);
  }

  @Post()
  @Route({
    permission: 'agreement-templates:write',
    summary: 'Adds a version; from the day it is in force it is never changed',
    body: newTemplate,
    answer: addedTemplate,
    status: 201,
    idempotent: true,
    refusals: OF_TEMPLATE,
    sample: {
      body: { version: '2', text: '# Ansvars- och sekretessförbindelse\n\nText.\n', effectiveFrom: '2099-01-01', signFrom: '2099-02-01' },
    },
  })
  async add(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromBody() body: NewTemplateBody,
  ): Promise<TemplateWithText & { concerned: number }> {
    const { template, concerned } = await this.templates.add(
      reach,
      body,
      this.readers.of(by, 'agreement-templates:write', trace).actor,
      trace,
    );
    return { ...template, concerned };
  }
}
