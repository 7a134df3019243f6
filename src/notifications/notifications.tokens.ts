/** The configured `MailTransport`. */
export const MAIL_TRANSPORT = Symbol('mail transport');

/** From 0 up to 1: how much a wait is shortened. `Math.random` but in tests. */
export type Jitter = () => number;
export const JITTER = Symbol('jitter');
