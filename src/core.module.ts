import { Global, Module } from '@nestjs/common';
import { PersonChanges } from './access/person-changes.service';
import { RecordProtection } from './access/record-protection.service';
import { SettleService } from './access/settle.service';
import { FactsRepository } from './access/facts.repository';
import { AgreementsModule } from './agreements/agreements.module';
import { AuditModule } from './audit/audit.module';
import { AuthModule } from './auth/auth.module';
import { BaselineModule } from './baseline/baseline.module';
import { CosmicModule } from './cosmic/cosmic.module';
import { Readers } from './auth/readers.service';
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
import { FindingList } from './findings/finding-list.service';
import { FindingsService } from './findings/findings.service';
import { NotificationsModule } from './notifications/notifications.module';
import { MailList } from './notifications/mail-list.service';
import { OrdersModule } from './orders/orders.module';
import { PeopleList } from './people/people-list.service';
import { PeopleScans } from './people/people-scan.repository';
import { PeopleRepository } from './people/people.repository';
import { PersonDetailsService } from './people/person-details.service';
import { CONFIGURATION } from './platform/config/configuration.token';
import type { Configuration } from './platform/config/schema';
import { AcceptHoldService } from './reconciliation/accept-hold.service';
import { ApplyService } from './reconciliation/apply.service';
import { BackgroundRuns } from './reconciliation/background-runs.service';
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
import { RunList } from './reconciliation/run-list.service';
import { SameHumans } from './reconciliation/same-humans.service';
import { Standing } from './reconciliation/standing.service';
import { SurveyorService } from './reconciliation/surveyor.service';
import { ReviewsModule } from './reviews/reviews.module';
import { ServiceDeskModule } from './service-desk/service-desk.module';

const FEATURES = [
  PeopleRepository,
  PeopleScans,
  PeopleList,
  PersonDetailsService,
  Readers,
  DirectorySources,
  FactsRepository,
  SettleService,
  PersonChanges,
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
  FindingList,
  MailList,
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
  BackgroundRuns,
  RunList,
  Standing,
  AcceptHoldService,
  PassedEndsService,
  LeftoverEvents,
  LastRuns,
  StrangeObjects,
  DriftJudge,
  DriftRecord,
  CompareAd,
];

const FEATURE_MODULES = [
  AuditModule,
  AgreementsModule,
  AuthModule,
  BaselineModule,
  CosmicModule,
  NotificationsModule,
  ReviewsModule,
  ServiceDeskModule,
  OrdersModule,
];

/** The features, wired; entrances stand on it. */
@Global()
@Module({
  imports: FEATURE_MODULES,
  providers: [
    ...FEATURES,
    {
      provide: ACTIVE_DIRECTORY,
      inject: [CONFIGURATION],
      useFactory: ({ externalAd }: Configuration) => createActiveDirectory(externalAd),
    },
  ],
  exports: [...FEATURES, ACTIVE_DIRECTORY, ...FEATURE_MODULES],
})
export class CoreModule {}
