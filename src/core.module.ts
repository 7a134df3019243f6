import { Global, Module } from '@nestjs/common';
import { RecordProtection } from './access/record-protection.service';
import { SettleService } from './access/settle.service';
import { FactsRepository } from './access/facts.repository';
import { AuditModule } from './audit/audit.module';
import { DirectorySources } from './directory/directory-sources.service';
import { ExplainService } from './explanation/explain.service';
import { AccountsRepository } from './external-ad/accounts.repository';
import { ModelQueue } from './external-ad/model/model-queue.service';
import { FindingsService } from './findings/findings.service';
import { NotificationsModule } from './notifications/notifications.module';
import { PeopleRepository } from './people/people.repository';
import { AcceptHoldService } from './reconciliation/accept-hold.service';
import { ApplyService } from './reconciliation/apply.service';
import { CatalogueMemory } from './reconciliation/catalogue-memory.service';
import { CollectFindingsService } from './reconciliation/collect-findings.service';
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
  ModelQueue,
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
];

/** The features, wired; entrances stand on it. */
@Global()
@Module({ imports: [AuditModule, NotificationsModule], providers: FEATURES, exports: [...FEATURES, AuditModule, NotificationsModule] })
export class CoreModule {}
