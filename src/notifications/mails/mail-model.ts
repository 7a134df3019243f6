import { type AccessReadyMail, accessReadyMail } from './access-ready-mail';
import { type AdHaltMail, adHaltMail } from './ad-halt-mail';
import { type AgreementEndsMail, agreementEndsMail } from './agreement-ends-mail';
import { type CaseMail, caseMail } from './case-mail';
import { type DigestMail, type DigestRow, digestMail } from './digest-mail';
import { type MailContent, type MailDocument, oneLine } from './document';
import { type HaltMail, haltMail } from './halt-mail';
import { type OrderReminderMail, orderReminderMail } from './order-reminder-mail';
import { type ReadTroubleMail, readTroubleMail } from './read-trouble-mail';
import { renderHtml } from './render-html';
import { renderText } from './render-text';

/** Everything a mail is made from. Kept sealed, and made into a mail when it is sent: so a waiting mail can still be masked. */
export type MailModel =
  CaseMail | DigestMail | AccessReadyMail | HaltMail | AdHaltMail | ReadTroubleMail | OrderReminderMail | AgreementEndsMail;
export type MailKind = MailModel['kind'];

/** What a mail tells of: an event of cases, one or many, or what operations must know. */
export type OutboxKind = CaseMail['event'] | Exclude<MailKind, 'case' | 'digest'>;

export const outboxKind = (model: MailModel): OutboxKind => (model.kind === 'case' || model.kind === 'digest' ? model.event : model.kind);

function documentOf(model: MailModel): MailDocument {
  switch (model.kind) {
    case 'case':
      return caseMail(model);
    case 'digest':
      return digestMail(model);
    case 'access-ready':
      return accessReadyMail(model);
    case 'halt':
      return haltMail(model);
    case 'ad-halt':
      return adHaltMail(model);
    case 'read-trouble':
      return readTroubleMail(model);
    case 'order-reminder':
      return orderReminderMail(model);
    case 'agreement-ends':
      return agreementEndsMail(model);
  }
}

export function composeMail(model: MailModel): MailContent {
  const document = documentOf(model);
  return { subject: oneLine(document.subject), text: renderText(document), html: renderHtml(document) };
}

/** What may be known of a mail without opening its model: never a name. */
export interface MailIndex {
  subject: string;
  /** The cases that the mail mentions. */
  caseNumbers: string[];
  /** The one person it is about; null when it is about several, about nobody, or about a protected person. */
  hsaId: string | null;
  /** True when at least one person in it is protected. */
  isProtected: boolean;
}

export function indexOf(model: MailModel): MailIndex {
  const subject = oneLine(documentOf(model).subject);
  switch (model.kind) {
    case 'case':
      return {
        subject,
        caseNumbers: [model.caseNumber],
        hsaId: model.isProtected ? null : model.hsaId,
        isProtected: model.isProtected,
      };
    case 'digest':
      return {
        subject,
        caseNumbers: [...new Set(model.rows.map(({ caseNumber }) => caseNumber))],
        hsaId: null,
        isProtected: model.rows.some((row) => row.isProtected),
      };
    case 'access-ready':
      return {
        subject,
        caseNumbers: [model.caseNumber],
        hsaId: model.isProtected ? null : model.hsaId,
        isProtected: model.isProtected,
      };
    case 'agreement-ends': // its receiver may become protected while it waits: then it must not tell whose it is
    case 'halt':
    case 'ad-halt':
    case 'read-trouble':
    case 'order-reminder':
      return { subject, caseNumbers: [], hsaId: null, isProtected: false };
  }
}

/** The model with nothing left of the people whose cases these are; the model itself when it mentions none of them. */
export function maskModel(model: MailModel, cases: ReadonlySet<string>): MailModel {
  if (model.kind === 'case' && !model.isProtected && cases.has(model.caseNumber)) {
    const { kind, event, caseNumber, municipalityName, link } = model;
    return { kind, event, caseNumber, municipalityName, link, isProtected: true };
  }
  if (model.kind === 'access-ready' && !model.isProtected && cases.has(model.caseNumber)) {
    const { kind, audience, address, caseNumber, asksToTell, link } = model;
    return { kind, audience, address, caseNumber, asksToTell, link, isProtected: true };
  }
  if (model.kind === 'digest' && model.rows.some((row) => !row.isProtected && cases.has(row.caseNumber))) {
    return { ...model, rows: model.rows.map((row) => maskRow(row, cases)) };
  }
  return model;
}

/**
 * The model without these cases, which nobody needs to be told of any more: null where nothing is left of it, the model
 * itself when it mentions none of them.
 */
export function withoutCases(model: MailModel, cases: ReadonlySet<string>): MailModel | null {
  if (model.kind === 'case') return cases.has(model.caseNumber) ? null : model;
  if (model.kind !== 'digest' || !model.rows.some(({ caseNumber }) => cases.has(caseNumber))) return model;
  const rows = model.rows.filter(({ caseNumber }) => !cases.has(caseNumber));
  return rows.length === 0 ? null : { ...model, rows };
}

const maskRow = (row: DigestRow, cases: ReadonlySet<string>): DigestRow =>
  cases.has(row.caseNumber) ? { caseNumber: row.caseNumber, link: row.link, isProtected: true } : row;
