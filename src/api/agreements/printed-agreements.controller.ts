import { Controller, Get } from '@nestjs/common';
import { PrintAgreement } from '../../agreements/print-agreement.service';
import { agreementRefusalStatuses } from '../../agreements/refusal';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import { Readers } from '../../auth/readers.service';
import { fileAnswer, type FileContent } from '../route';
import { By, FromParams, Route, TraceId, Within } from '../route.decorator';
import { byCase, type ByCase, byHsaId, type ByHsaId, byVersion, type ByVersion } from './agreements.views';

const PDF = 'application/pdf';
const answer = fileAnswer(PDF);
const refusals = { 'not-found': 404, ...agreementRefusalStatuses('no-template-in-force') };

/** The name says nothing of whose it is. */
const file = (content: Buffer): FileContent => ({ type: PDF, name: 'ansvars-och-sekretessforbindelse.pdf', content });

/** Agreements to sign on paper. */
@Controller('api/v1')
export class PrintedAgreementsController {
  constructor(
    private readonly printer: PrintAgreement,
    private readonly readers: Readers,
  ) {}

  @Get('people/:hsaId/agreement.pdf')
  @Route({
    permission: 'agreements:print',
    summary: "A person's agreement to print and sign; a protected person's has empty lines",
    params: byHsaId,
    answer,
    refusals,
    sample: { params: { hsaId: 'SE2120002502-1A2B' } },
  })
  async ofPerson(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string, @FromParams() whom: ByHsaId): Promise<FileContent> {
    return file(await this.printer.forPerson(reach, whom, this.doer(by, trace)));
  }

  @Get('cases/:number/agreement.pdf')
  @Route({
    permission: 'agreements:print',
    summary: 'The agreement of the person of a case',
    params: byCase,
    answer,
    refusals,
    sample: { params: { number: '2026-00123' } },
  })
  async ofCase(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: caseNumber }: ByCase,
  ): Promise<FileContent> {
    return file(await this.printer.forPerson(reach, { caseNumber }, this.doer(by, trace)));
  }

  @Get('agreement-templates/:version/form.pdf')
  @Route({
    permission: 'agreements:print',
    summary: 'A form for anybody, of a version that is kept',
    params: byVersion,
    answer,
    refusals: agreementRefusalStatuses('no-such-template'),
    sample: { params: { version: '1' } },
  })
  async form(@FromParams() { version }: ByVersion): Promise<FileContent> {
    return file(await this.printer.blank(version));
  }

  private doer(by: Principal, traceId: string) {
    return { ...this.readers.of(by, 'agreements:print', traceId), traceId };
  }
}
