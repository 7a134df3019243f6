import { Global, Module } from '@nestjs/common';
import { RecordProtection } from './access/record-protection.service';
import { SettleService } from './access/settle.service';
import { FactsRepository } from './access/facts.repository';
import { AuditModule } from './audit/audit.module';
import { DirectorySources } from './directory/directory-sources.service';
import { ExplainService } from './explanation/explain.service';
import { AccountsRepository } from './external-ad/accounts.repository';
import { AdComparer } from './external-ad/ad-comparison.service';
import { AccountQueue } from './external-ad/account-queue.repository';
import { ComparedAccounts } from './external-ad/compared-accounts.repository';
import { ComparisonMemories } from './external-ad/comparison-memory.service';
import { GroupComparer } from './external-ad/group-comparison.service';
import { AdRecorder } from './external-ad/ad-recorder.service';
import { AdoptableObjects } from './external-ad/adoptable-objects.service';
import { AdoptionService } from './external-ad/adoption.service';
import { AdWorker } from './external-ad/ad-worker.service';
import { createActiveDirectory } from './external-ad/active-directory.factory';
import { ACTIVE_DIRECTORY } from './external-ad/active-directory';
import { ExternalAdDispatcher } from './external-ad/external-ad-dispatcher.service';
import { ModelQueue } from './external-ad/model/model-queue.service';
import { FindingsService } from './findings/findings.service';
import { NotificationsModule } from './notifications/notifications.module';
import { PeopleRepository } from './people/people.repository';
import { CONFIGURATION } from './platform/config/configuration.token';
import type { Configuration } from './platform/config/schema';
import { AcceptHoldService } from './reconciliation/accept-hold.service';
import { ApplyService } from './reconciliation/apply.service';
import { CatalogueMemory } from './reconciliation/catalogue-memory.service';
import { CollectFindingsService } from './reconciliation/collect-findings.service';
import { CompareAd } from './reconciliation/drift/compare-ad.service';
import { DriftJudge } from './reconciliation/drift/drift-judge.service';
import { DriftRecord } from './reconciliation/drift/drift-record.service';
import { StrangeObjects } from './reconciliation/drift/strange-objects.service';
import { HaltedPlans } from './reconciliation/halted-plans.service';
import { KnownPeople } from './reconciliation/known-people.repository';
import { LastRuns } from './reconciliation/last-runs.service';
import { LeftoverEvents } from './reconciliation/leftover-events.service';
import { OperationsAlerts } from './reconciliation/operations-alerts.service';
import { PassedEndsService } from './reconciliation/passed-ends.service';
import { ReconcileService } from './reconciliation/reconcile.service';
import { ReleaseService } from './reconciliation/release.service';
import { RunEndings } from './reconciliation/run-endings.service';
import { RunFindings } from './reconciliation/run-findings.service';
import { RunJournal } from './reconciliation/run-journal.service';
import { SameHumans } from './reconciliation/same-humans.service';
import { SurveyorService } from './reconciliation/surveyor.service';
import { CaseService } from './service-desk/case.service';
import { ShowCaseService } from './service-desk/show-case.service';
import { TellServiceDesk } from './service-desk/tell-service-desk.service';

const FEATURES = [
  PeopleRepository,
  DirectorySources,
  FactsRepository,
  SettleService,
  RecordProtection,
  AccountsRepository,
  AccountQueue,
  ModelQueue,
  ComparedAccounts,
  ComparisonMemories,
  GroupComparer,
  AdComparer,
  AdRecorder,
  AdWorker,
  ExternalAdDispatcher,
  AdoptableObjects,
  AdoptionService,
  FindingsService,
  CaseService,
  ShowCaseService,
  TellServiceDesk,
  ExplainService,
  KnownPeople,
  CatalogueMemory,
  SurveyorService,
  ApplyService,
  CollectFindingsService,
  HaltedPlans,
  OperationsAlerts,
  SameHumans,
  RunFindings,
  RunJournal,
  RunEndings,
  ReconcileService,
  ReleaseService,
  AcceptHoldService,
  PassedEndsService,
  LeftoverEvents,
  LastRuns,
  StrangeObjects,
  DriftJudge,
  DriftRecord,
  CompareAd,
];

/** The features, wired; entrances stand on it. */
@Global()
@Module({
  imports: [AuditModule, NotificationsModule],
  providers: [
    ...FEATURES,
    {
      provide: ACTIVE_DIRECTORY,
      inject: [CONFIGURATION],
      useFactory: ({ externalAd }: Configuration) => createActiveDirectory(externalAd),
    },
  ],
  exports: [...FEATURES, ACTIVE_DIRECTORY, AuditModule, NotificationsModule],
})
export class CoreModule {}
