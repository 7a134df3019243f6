import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import type { Instant, LocalDate } from '../platform/time';

/** An agreement that was signed before this service. */
export interface EarlierAgreement {
  municipality: string;
  hsaIdKey: string;
  hsaId: string;
  signedOn: LocalDate;
}

/** What the baseline needs of agreements. Called in the transaction that records the grant, the person locked. */
export abstract class BaselineAgreements {
  /** @returns false where that very agreement was there already */
  abstract record(manager: EntityManager, agreement: EarlierAgreement, by: Actor, now: Instant): Promise<boolean>;
}
