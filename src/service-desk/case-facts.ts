import type { LocalDate } from '../platform/time';

/** What Servicecenter grants from: everything to enter in Cosmic, and why. Never a personnummer. */
export interface CaseFacts {
  hsaId: string;
  name: string;
  municipality: string;
  unit: { name: string; hsaId: string | null; path: string[] } | null;
  titles: string[];
  /** Only for those who may prescribe. */
  prescriberCode: string | null;
  commissions: { name: string; purpose: string | null; unit: string | null }[];
  startDate: LocalDate | null;
  endDate: LocalDate | null;
  agreement: 'missing' | 'valid' | 'expired' | 'withdrawn';
  accountName: string;
  userPrincipalName: string;
  /** Why access ended, one Swedish sentence; null otherwise. */
  reason: string | null;
}

export type ChangedField = 'name' | 'unit' | 'title' | 'prescriberCode' | 'commissions' | 'startDate' | 'endDate' | 'protected';

/** One field as Servicecenter was told it last, and as it is now. */
export interface FieldChange {
  field: ChangedField;
  before: string | null;
  after: string | null;
}
