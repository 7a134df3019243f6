import type { Instant } from '../platform/time';

/** A mail as it is handed over: nothing in it changes between one try and the next, so that copies are identical. */
export interface RenderedMail {
  /** Of the row; sorts by time. */
  id: string;
  /** With angle brackets; the same in every copy. */
  messageId: string;
  /** When the mail was queued, not when it is tried. */
  date: Instant;
  from: string;
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
}

/**
 * How a delivery ended.
 * - `sent`: the receiver has said that it has the mail.
 * - `transient`: the receiver refused this mail for now, or the connection was lost before the text began. It does not have it.
 * - `permanent`: the receiver refused this mail for good, or one of its recipients. Trying again would change nothing or double it.
 * - `unreachable`: nobody could be asked (no connection, no trusted certificate, login refused, disk full): not the mail's fault.
 * - `unknown`: the text was on its way and no answer came. The receiver may have the mail.
 */
export type DeliveryOutcome = 'sent' | 'transient' | 'permanent' | 'unreachable' | 'unknown';

export interface Delivery {
  outcome: DeliveryOutcome;
  /** One Swedish sentence with the receiver's code; null when sent. Never an address or anything from the mail. */
  detail: string | null;
}

export interface TransportCheck {
  ok: boolean;
  /** One Swedish sentence. */
  detail: string;
}

/** Where mails go. A delivery never throws for what a receiver does; what it throws is a fault here. */
export interface MailTransport {
  /** True when delivering the same mail twice leaves one mail. */
  readonly idempotent: boolean;
  deliver(mail: RenderedMail): Promise<Delivery>;
  /** Asks, without sending anything, whether a delivery could succeed now. */
  verify(): Promise<TransportCheck>;
}
