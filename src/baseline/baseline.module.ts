import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module';
import { EarlierAgreements } from '../agreements/earlier-agreements.service';
import { BaselineAgreements } from './baseline-agreements.port';
import { ImportBaseline } from './baseline-import.service';

/** Starting from what is: those who already work in Cosmic. */
@Module({
  imports: [AgreementsModule],
  providers: [ImportBaseline, { provide: BaselineAgreements, useExisting: EarlierAgreements }],
  exports: [ImportBaseline],
})
export class BaselineModule {}
