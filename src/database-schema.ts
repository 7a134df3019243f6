import { HoldEntity } from './access/hold.entity';
import { AuditHeadEntity, AuditPayloadEntity, AuditRowEntity } from './audit/audit.entity';
import { AccountEntity } from './external-ad/account.entity';
import { FindingEntity } from './findings/finding.entity';
import { MIGRATIONS } from './migrations';
import { MailAttemptEntity, MailCaseEntity, MailEntity } from './notifications/outbox.entity';
import { PersonEntity } from './people/person.entity';
import { SettingEntity } from './platform/config/setting.entity';
import { LeaseEntity } from './platform/leases/lease.entity';
import { MunicipalityStateEntity, PlanEntity, PlanRowEntity, RunEntity } from './reconciliation/run.entity';
import { CaseCounterEntity, CaseEntity, CaseEventEntity, CaseToldEntity } from './service-desk/case.entity';

/** Every table, in one place for the service, the migrations and the tests. */
export const ENTITIES = [
  PersonEntity,
  HoldEntity,
  AccountEntity,
  CaseEntity,
  CaseEventEntity,
  CaseCounterEntity,
  CaseToldEntity,
  FindingEntity,
  RunEntity,
  PlanEntity,
  PlanRowEntity,
  MunicipalityStateEntity,
  MailEntity,
  MailAttemptEntity,
  MailCaseEntity,
  AuditRowEntity,
  AuditPayloadEntity,
  AuditHeadEntity,
  LeaseEntity,
  SettingEntity,
];

export { MIGRATIONS };
