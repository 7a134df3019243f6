import { HoldEntity } from './access/hold.entity';
import { AgreementEntity, AgreementReminderEntity, AgreementToSettleEntity } from './agreements/agreement.entity';
import { AgreementScanEntity, AgreementScanPartEntity } from './agreements/scan.entity';
import { AgreementTemplateEntity } from './agreements/template.entity';
import { AuditHeadEntity, AuditPayloadEntity, AuditRowEntity } from './audit/audit.entity';
import { ApiKeyEntity } from './auth/api-key.entity';
import { DeputyEntity } from './auth/deputy.entity';
import { RoleAssignmentEntity } from './auth/role-assignment.entity';
import { SessionEntity } from './auth/session/session.entity';
import { CosmicUnitEntity, CosmicUnitListEntity } from './cosmic/cosmic-unit.entity';
import { TestLoginEntity } from './cosmic/test-login.entity';
import { AccountEntity } from './external-ad/account.entity';
import { FindingEntity } from './findings/finding.entity';
import { MIGRATIONS } from './migrations';
import { MailAttemptEntity, MailCaseEntity, MailEntity } from './notifications/outbox.entity';
import { ORDER_ENTITIES } from './orders/order.entity';
import { PersonEntity } from './people/person.entity';
import { UnitPlaceEntity } from './people/unit-place.entity';
import { SettingEntity } from './platform/config/setting.entity';
import { IdempotentRequestEntity } from './platform/idempotency/idempotency.entity';
import { LeaseEntity } from './platform/leases/lease.entity';
import { MunicipalityStateEntity, PlanApprovalEntity, PlanEntity, PlanRowEntity, RunEntity } from './reconciliation/run.entity';
import { CaseCounterEntity, CaseEntity, CaseEventEntity, CaseNoteEntity, CaseToldEntity } from './service-desk/case.entity';
import { GrantEntity } from './service-desk/grant.entity';
import { ReviewEntity, ReviewRowEntity } from './reviews/review.entity';

/** Every table, in one place for the service, the migrations and the tests. */
export const ENTITIES = [
  PersonEntity,
  UnitPlaceEntity,
  HoldEntity,
  AccountEntity,
  CaseEntity,
  CaseEventEntity,
  CaseCounterEntity,
  CaseToldEntity,
  CaseNoteEntity,
  GrantEntity,
  CosmicUnitListEntity,
  CosmicUnitEntity,
  TestLoginEntity,
  FindingEntity,
  RunEntity,
  PlanEntity,
  PlanRowEntity,
  PlanApprovalEntity,
  MunicipalityStateEntity,
  MailEntity,
  MailAttemptEntity,
  MailCaseEntity,
  AuditRowEntity,
  AuditPayloadEntity,
  AuditHeadEntity,
  ReviewEntity,
  ReviewRowEntity,
  LeaseEntity,
  IdempotentRequestEntity,
  SettingEntity,
  RoleAssignmentEntity,
  DeputyEntity,
  ApiKeyEntity,
  SessionEntity,
  ...ORDER_ENTITIES,
  AgreementTemplateEntity,
  AgreementEntity,
  AgreementReminderEntity,
  AgreementToSettleEntity,
  AgreementScanEntity,
  AgreementScanPartEntity,
];

export { MIGRATIONS };
