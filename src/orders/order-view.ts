import type { Instant, LocalDate } from '../platform/time';
import type { OrderState } from './order';
import type { Waiting } from './order-age';

/** An order as those may see it who may see orders of its unit. Of a protected person neither name, unit nor what was written. */
export interface OrderView {
  number: string;
  municipality: string;
  hsaId: string;
  name: string | null;
  isProtected: boolean;
  unit: { hsaId: string | null; name: string; path: string[] } | null;
  cosmicRole: { code: string; name: string };
  from: LocalDate;
  to: LocalDate | null;
  reason: string | null;
  state: OrderState;
  orderedBy: string;
  onBehalfOf: string | null;
  placedAt: Instant;
  changedAt: Instant;
  fulfilledAt: Instant | null;
  endedAt: Instant | null;
  endedBy: string | null;
  endReason: string | null;
  /** What is in its way first, and who has the ball. */
  waitsFor: (Waiting & { text: string; ownerText: string }) | null;
  traceId: string;
  version: number;
}
