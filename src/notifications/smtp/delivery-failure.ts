import { deliveryTexts as texts } from '../../texts/sv/mail-delivery';
import type { Delivery } from '../transport';

/** How far the dialogue had come: `text` from the moment the server asked for the text (354) and the first octet of it was fetched. */
export type SmtpPhase = 'connect' | 'login' | 'envelope' | 'text';

/** What nodemailer says of an error. A drop has the same `code` in every phase and no `responseCode`. */
export interface SmtpError {
  code?: string;
  /** The system's or OpenSSL's code, where `code` is nodemailer's. */
  originalCode?: string;
  response?: string;
  responseCode?: number;
  command?: string;
}

const isCertificateCode = (code: string): boolean =>
  /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/.test(code);

/** RFC 4954, 6: answers about the login, wherever in the dialogue they come. */
const LOGIN_CODES = [530, 534, 535, 538];

/** `503` says that the session, not the mail, was at fault (RFC 5321, 4.2.4). */
const isPermanent = (code: number): boolean => code >= 500 && code !== 503;

const ADDRESS = /<?[^\s<>@"]+@[^\s<>@"]+>?/g;

/** `550 5.1.1`: reply code and enhanced status code (RFC 3463). */
const codesOf = (response: string): string => /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0].replace('-', ' ') ?? '?';

/** The server's words without addresses and on one line. Only for answers given before the server had seen the text. */
const wordsOf = (response: string): string =>
  response
    .replace(ADDRESS, '<…>')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 160)
    .trim();

/**
 * What an error means for the mail.
 *
 * | phase    | answer                        | outcome     |
 * |----------|-------------------------------|-------------|
 * | connect  | any or none                   | unreachable |
 * | login    | any or none                   | unreachable |
 * | envelope | 421, 530, 534, 535, 538       | unreachable |
 * | envelope | other 4xx, 503                | transient   |
 * | envelope | other 5xx                     | permanent   |
 * | envelope | none, refused by this side    | permanent   |
 * | envelope | none, connection lost         | transient   |
 * | text     | 4xx, 503 to the whole text    | transient   |
 * | text     | other 5xx to the whole text   | permanent   |
 * | text     | none, or something else       | unknown     |
 */
export function failureOf(phase: SmtpPhase, error: SmtpError): Delivery {
  const code = error.originalCode ?? error.code ?? 'okänt fel';
  const answer = error.response ?? '';
  switch (phase) {
    case 'connect':
      return { outcome: 'unreachable', detail: connectDetail(error, code) };
    case 'login':
      return { outcome: 'unreachable', detail: texts.loginRefused(answer === '' ? code : codesOf(answer)) };
    case 'envelope':
      return envelopeFailure(error, code, answer);
    case 'text': {
      const status = error.responseCode ?? 0;
      if (error.code !== 'EMESSAGE' || status < 400) return { outcome: 'unknown', detail: texts.unknown(code) };
      return { outcome: isPermanent(status) ? 'permanent' : 'transient', detail: texts.refusedText(codesOf(answer)) };
    }
  }
}

/** Some recipients have it and some never will: another try would double it for those who have. */
export const partlyRefused = (refused: number, all: number, response: string): Delivery => ({
  outcome: 'permanent',
  detail: texts.someRefused(refused, all, codesOf(response)),
});

function connectDetail(error: SmtpError, code: string): string {
  if (isCertificateCode(code)) return texts.untrusted(code);
  if (error.response !== undefined && error.command !== 'STARTTLS') return texts.notReady(wordsOf(error.response));
  return error.code === 'ETLS' ? texts.noTls(error.response === undefined ? code : codesOf(error.response)) : texts.unreachable(code);
}

function envelopeFailure(error: SmtpError, code: string, answer: string): Delivery {
  const status = error.responseCode;
  if (status === undefined) {
    const refusedHere = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
    if (refusedHere) return { outcome: 'permanent', detail: texts.refused(code, error.command ?? 'MAIL FROM') };
    return { outcome: 'transient', detail: texts.lostBeforeText(code) };
  }
  if (LOGIN_CODES.includes(status)) return { outcome: 'unreachable', detail: texts.loginRefused(codesOf(answer)) };
  if (status === 421) return { outcome: 'unreachable', detail: texts.notReady(wordsOf(answer)) };
  return { outcome: isPermanent(status) ? 'permanent' : 'transient', detail: texts.refused(wordsOf(answer), error.command ?? 'MAIL FROM') };
}
