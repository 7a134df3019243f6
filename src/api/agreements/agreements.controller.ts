import { Controller, Get, Post, Put } from '@nestjs/common';
import type { AgreementView } from '../../agreements/agreement.view';
import { Agreements } from '../../agreements/agreements.service';
import { agreementRefusalStatuses } from '../../agreements/refusal';
import { RegisterAgreement } from '../../agreements/register-agreement.service';
import { SCAN_ENDING, SCAN_MEDIA_TYPES } from '../../agreements/scan-content';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import { Readers } from '../../auth/readers.service';
import type { Permission } from '../../auth/permission';
import type { Page } from '../../platform/paging';
import { fileAnswer, fileBody, type FileContent, type Uploaded } from '../route';
import { By, FromBody, FromParams, FromQuery, IfMatch, Route, TraceId, Within } from '../route.decorator';
import {
  agreementPage,
  agreementQuery,
  type AgreementQueryFields,
  agreementView,
  byId,
  type ById,
  correction,
  type CorrectionBody,
  newRegistration,
  type NewRegistrationBody,
  SAMPLE_ID,
  SAMPLE_PAPER,
  withdrawal,
  type WithdrawalBody,
} from './agreements.views';

const OF_PAPER = agreementRefusalStatuses(
  'signed-in-future',
  'received-in-future',
  'received-before-signed',
  'unknown-template-version',
  'template-not-in-force',
  'signed-before-withdrawal',
  'malformed-registry-number',
  'personal-number-given',
);
const OF_SCAN = agreementRefusalStatuses(
  'scans-not-taken',
  'scan-too-large',
  'scan-unknown-kind',
  'scan-damaged',
  'scan-data-after-end',
  'scan-too-many-pixels',
  'scan-active-content',
);
const OF_CHANGE = agreementRefusalStatuses('agreement-replaced', 'agreement-withdrawn', 'signed-on-screen');
const params = { id: SAMPLE_ID };

@Controller('api/v1/agreements')
export class AgreementsController {
  constructor(
    private readonly agreements: Agreements,
    private readonly registrar: RegisterAgreement,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({ permission: 'agreements:read', summary: 'Signed agreements, newest first', query: agreementQuery, answer: agreementPage })
  list(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromQuery() query: AgreementQueryFields,
  ): Promise<Page<AgreementView>> {
    return this.agreements.list(reach, query, this.doer(by, 'agreements:read', trace));
  }

  @Get(':id')
  @Route({
    permission: 'agreements:read',
    summary: 'One signed agreement',
    params: byId,
    answer: agreementView,
    refusals: { 'not-found': 404 },
    sample: { params },
  })
  show(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string, @FromParams() { id }: ById): Promise<AgreementView> {
    return this.agreements.show(reach, id, this.doer(by, 'agreements:read', trace));
  }

  @Post()
  @Route({
    permission: 'agreements:register',
    summary: 'Registers a signed paper that came in; its scan is added afterwards',
    body: newRegistration,
    answer: agreementView,
    status: 201,
    idempotent: true,
    refusals: { 'not-found': 404, ...OF_PAPER, ...agreementRefusalStatuses('agreement-already-registered') },
    sample: { body: { hsaId: 'SE2120002502-1A2B', ...SAMPLE_PAPER } },
  })
  register(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromBody() { hsaId, caseNumber = '', ...paper }: NewRegistrationBody,
  ): Promise<AgreementView> {
    const whom = hsaId === undefined ? { caseNumber } : { hsaId };
    return this.registrar.register(reach, { whom, ...paper, scan: null }, this.doer(by, 'agreements:register', trace));
  }

  @Post(':id/corrections')
  @Route({
    permission: 'agreements:register',
    summary: 'Registers anew what was registered wrongly; the wrong one stays, marked',
    params: byId,
    body: correction,
    answer: agreementView,
    status: 201,
    ifMatch: true,
    refusals: { 'not-found': 404, ...OF_PAPER, ...OF_CHANGE },
    sample: { params, body: { ...SAMPLE_PAPER, reason: 'Fel dag' } },
  })
  correct(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { id }: ById,
    @FromBody() body: CorrectionBody,
    @IfMatch() version: number,
  ): Promise<AgreementView> {
    return this.registrar.correct(reach, { ...body, id, version, scan: null }, this.doer(by, 'agreements:register', trace));
  }

  @Post(':id/withdrawal')
  @Route({
    permission: 'agreements:register',
    summary: "Withdraws the person's agreement: nothing that they have signed until now counts any more",
    params: byId,
    body: withdrawal,
    answer: agreementView,
    status: 200,
    ifMatch: true,
    refusals: { 'not-found': 404, ...agreementRefusalStatuses('agreement-replaced', 'agreement-withdrawn') },
    sample: { params, body: { reason: 'Har bytt uppdrag' } },
  })
  withdraw(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { id }: ById,
    @FromBody() { reason }: WithdrawalBody,
    @IfMatch() version: number,
  ): Promise<AgreementView> {
    return this.registrar.withdraw(reach, { id, version }, reason, this.doer(by, 'agreements:register', trace));
  }

  @Put(':id/scan')
  @Route({
    permission: 'agreements:register',
    summary: 'Adds the scan: PDF, JPEG or PNG, judged by what is in it',
    params: byId,
    body: fileBody(({ agreements }) => Math.floor(agreements.scanMegabytes * 1024 * 1024), ...SCAN_MEDIA_TYPES, 'application/octet-stream'),
    answer: agreementView,
    ifMatch: true,
    refusals: { 'not-found': 404, ...OF_SCAN, ...OF_CHANGE, ...agreementRefusalStatuses('scan-already-there') },
    sample: { params },
  })
  addScan(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { id }: ById,
    @FromBody() { content }: Uploaded,
    @IfMatch() version: number,
  ): Promise<AgreementView> {
    return this.registrar.addScan(reach, id, version, content, this.doer(by, 'agreements:register', trace));
  }

  @Get(':id/scan')
  @Route({
    permission: 'agreements:view-scan',
    summary: 'The scan as it came',
    params: byId,
    answer: fileAnswer(...SCAN_MEDIA_TYPES),
    refusals: { 'not-found': 404, ...agreementRefusalStatuses('scan-missing', 'scans-not-taken') },
    sample: { params },
  })
  async scan(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string, @FromParams() { id }: ById): Promise<FileContent> {
    const { bytes, mediaType } = await this.agreements.scan(reach, id, this.doer(by, 'agreements:view-scan', trace));
    return { type: mediaType, name: `forbindelse-${id}.${SCAN_ENDING[mediaType]}`, content: bytes };
  }

  private doer(by: Principal, permission: Permission, traceId: string) {
    return { ...this.readers.of(by, permission, traceId), traceId };
  }
}
