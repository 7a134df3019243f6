import { Controller, Get, Post } from '@nestjs/common';
import type { AgreementView } from '../../agreements/agreement.view';
import { PrintAgreement } from '../../agreements/print-agreement.service';
import { agreementRefusalStatuses } from '../../agreements/refusal';
import { type MyAgreement, SignOnScreen } from '../../agreements/sign-on-screen.service';
import type { Principal } from '../../auth/principal';
import { Readers } from '../../auth/readers.service';
import { fileAnswer, type FileContent } from '../route';
import { By, FromBody, Route, TraceId } from '../route.decorator';
import { agreementView, myAgreement, signature, type SignatureBody } from './agreements.views';

const OF_SELF = agreementRefusalStatuses('not-a-person', 'not-in-directory');
const PDF = 'application/pdf';

/** The user's own agreement: nobody else's can be asked for here. */
@Controller('api/v1/me')
export class MyAgreementController {
  constructor(
    private readonly signing: SignOnScreen,
    private readonly printer: PrintAgreement,
    private readonly readers: Readers,
  ) {}

  @Get('agreement')
  @Route({ permission: 'self', summary: 'Your agreement, and the text to sign now', answer: myAgreement, refusals: OF_SELF })
  read(@By() by: Principal): Promise<MyAgreement> {
    return this.signing.read(by);
  }

  @Post('agreement')
  @Route({
    permission: 'self',
    summary: 'Signs the text that you have read; signing it twice on a day is signing it once',
    body: signature,
    answer: agreementView,
    status: 201,
    idempotent: true,
    refusals: { ...OF_SELF, ...agreementRefusalStatuses('level-too-low', 'no-template-in-force', 'text-changed') },
    sample: { body: { templateVersion: '1', textHash: 'a1'.repeat(32) } },
  })
  sign(@By() by: Principal, @TraceId() trace: string, @FromBody() body: SignatureBody): Promise<AgreementView> {
    return this.signing.sign(by, body, trace);
  }

  @Get('agreement.pdf')
  @Route({
    permission: 'self',
    summary: 'Your agreement to print and sign',
    answer: fileAnswer(PDF),
    refusals: { ...OF_SELF, ...agreementRefusalStatuses('no-template-in-force') },
  })
  async print(@By() by: Principal, @TraceId() traceId: string): Promise<FileContent> {
    const content = await this.printer.forUser(by, { ...this.readers.of(by, 'self', traceId), traceId });
    return { type: PDF, name: 'ansvars-och-sekretessforbindelse.pdf', content };
  }
}
