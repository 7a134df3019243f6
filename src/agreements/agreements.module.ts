import { Module } from '@nestjs/common';
import { AgreementPeople } from './agreement-people.service';
import { AgreementsRepository } from './agreements.repository';
import { Agreements } from './agreements.service';
import { EarlierAgreements } from './earlier-agreements.service';
import { SignOnScreen } from './sign-on-screen.service';
import { PrintAgreement } from './print-agreement.service';
import { RegisterAgreement } from './register-agreement.service';
import { RemindAgreements } from './remind-agreements.service';
import { ScanVault } from './scan-vault.service';
import { SettleReplaced } from './settle-replaced.service';
import { AgreementTemplates } from './templates.service';

const SERVICES = [
  AgreementsRepository,
  AgreementPeople,
  Agreements,
  AgreementTemplates,
  ScanVault,
  RegisterAgreement,
  SignOnScreen,
  PrintAgreement,
  SettleReplaced,
  RemindAgreements,
  EarlierAgreements,
];

/** Agreements: what is signed, by whom, and what follows when it ends. */
@Module({ providers: SERVICES, exports: SERVICES })
export class AgreementsModule {}
