/** The configured `MailTransport`. */
export const MAIL_TRANSPORT = Symbol('mail transport');
