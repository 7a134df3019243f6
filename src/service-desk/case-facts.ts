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
  agreement: 'missing' | 'valid' | 'expired' | 'withdrawn' | 'replaced';
  /** What was ordered; null while orders are not in use. */
  order: OrderedAccess | null;
  accountName: string;
  userPrincipalName: string;
  /** Why access ended, one Swedish sentence; null otherwise. */
  reason: string | null;
}

/** What a manager ordered, as Servicecenter enters it. */
export interface OrderedAccess {
  number: string;
  role: { code: string; name: string; enter: string };
  from: LocalDate | null;
  to: LocalDate | null;
}

export type ChangedField =
  | 'name'
  | 'unit'
  | 'title'
  | 'prescriberCode'
  | 'commissions'
  | 'startDate'
  | 'endDate'
  | 'protected'
  | 'cosmicRole'
  | 'orderFrom'
  | 'orderTo'
  | 'agreement';

/** One field as Servicecenter was told it last, and as it is now. */
export interface FieldChange {
  field: ChangedField;
  before: string | null;
  after: string | null;
}
