import { type SmtpError, failureOf, partlyRefused } from './delivery-failure';

const refusal = (code: string, response: string, command: string): SmtpError => ({
  code,
  response,
  responseCode: Number(response.slice(0, 3)),
  command,
});
const lost: SmtpError = { code: 'ECONNECTION', command: 'CONN' };
const silent: SmtpError = { code: 'ETIMEDOUT', command: 'CONN' };
const reset: SmtpError = { code: 'ESOCKET', originalCode: 'ECONNRESET' };

describe('what an SMTP error means', () => {
  it.each([
    ['connect', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'unreachable', 'går inte att nå (ECONNREFUSED)'],
    ['connect', silent, 'unreachable', 'går inte att nå (ETIMEDOUT)'],
    ['connect', refusal('EPROTOCOL', '554 5.3.2 not today', 'CONN'), 'unreachable', '(554 5.3.2 not today)'],
    ['connect', { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'unreachable', 'går inte att lita på (DEPTH_ZERO_'],
    ['connect', refusal('ETLS', '502 5.5.1 not implemented', 'STARTTLS'), 'unreachable', 'inte med på kryptering (502 5.5.1)'],
    ['login', refusal('EAUTH', '535 5.7.8 anna.svensson is unknown', 'AUTH PLAIN'), 'unreachable', 'inloggningen (535 5.7.8)'],
    ['login', lost, 'unreachable', 'inloggningen (ECONNECTION)'],
    ['envelope', refusal('EENVELOPE', '421 4.3.2 shutting down', 'MAIL FROM'), 'unreachable', '421 4.3.2 shutting down'],
    ['envelope', refusal('EENVELOPE', '530 5.7.0 must log in', 'MAIL FROM'), 'unreachable', 'inloggningen (530 5.7.0)'],
    ['envelope', refusal('EENVELOPE', '534 5.7.9 stronger', 'MAIL FROM'), 'unreachable', 'inloggningen (534 5.7.9)'],
    ['envelope', refusal('EENVELOPE', '535 5.7.8 no', 'MAIL FROM'), 'unreachable', 'inloggningen (535 5.7.8)'],
    ['envelope', refusal('EENVELOPE', '538 5.7.11 TLS', 'MAIL FROM'), 'unreachable', 'inloggningen (538 5.7.11)'],
    ['envelope', refusal('EENVELOPE', '451 4.7.1 greylisted', 'RCPT TO'), 'transient', '451 4.7.1 greylisted på RCPT TO'],
    ['envelope', refusal('EENVELOPE', '503 5.5.1 bad sequence', 'DATA'), 'transient', '503 5.5.1 bad sequence på DATA'],
    ['envelope', refusal('EENVELOPE', '550 5.1.1 no such mailbox', 'RCPT TO'), 'permanent', '550 5.1.1 no such mailbox på RCPT TO'],
    ['envelope', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'permanent', 'EMESSAGE på MAIL FROM'],
    ['envelope', { code: 'EENVELOPE', command: 'API' }, 'permanent', 'EENVELOPE på API'],
    ['envelope', lost, 'transient', 'innan mejlet hade börjat skickas (ECONNECTION)'],
    ['envelope', silent, 'transient', 'innan mejlet hade börjat skickas (ETIMEDOUT)'],
    ['text', refusal('EMESSAGE', '451 4.3.0 try later', 'DATA'), 'transient', 'svarade 451 4.3.0 när'],
    ['text', refusal('EMESSAGE', '421 4.3.2 closing', 'DATA'), 'transient', 'svarade 421 4.3.2 när'],
    ['text', refusal('EMESSAGE', '503 5.5.1 bad sequence', 'DATA'), 'transient', 'svarade 503 5.5.1 när'],
    ['text', refusal('EMESSAGE', '554 5.6.0 refused', 'DATA'), 'permanent', 'svarade 554 5.6.0 när'],
    ['text', refusal('EMESSAGE', '354 go on', 'DATA'), 'unknown', 'Det kan ha kommit fram'],
    ['text', refusal('ECONNECTION', '451 half an answer', 'CONN'), 'unknown', 'Det kan ha kommit fram'],
    ['text', lost, 'unknown', '(ECONNECTION). Det kan ha kommit fram'],
    ['text', silent, 'unknown', '(ETIMEDOUT). Det kan ha kommit fram'],
    ['text', reset, 'unknown', '(ECONNRESET). Det kan ha kommit fram'],
  ] as const)('in %s: %o → %s', (phase, error, outcome, detail) => {
    const failure = failureOf(phase, error);
    expect(failure.outcome).toBe(outcome);
    expect(failure.detail).toContain(detail);
  });

  it('keeps no address, and nothing that a server says once it has seen the text', () => {
    const quoting = '550 5.1.1 <anna.svensson@example.se>: unknown\r\n550 ask postmaster@example.se';
    expect(failureOf('envelope', refusal('EENVELOPE', quoting, 'RCPT TO')).detail).toBe(
      'Mejlservern svarade 550 5.1.1 <…>: unknown 550 ask <…> på RCPT TO.',
    );
    expect(failureOf('text', refusal('EMESSAGE', '554 5.7.1 Bad words: Anna Svensson', 'DATA')).detail).not.toContain('Anna');
    expect(failureOf('login', refusal('EAUTH', '535 5.7.8 no such user: tilltrade', 'AUTH PLAIN')).detail).not.toContain('tilltrade');
  });

  it('counts who was refused when others were not', () => {
    expect(partlyRefused(1, 2, '550 5.1.1 <x@example.se> unknown')).toEqual({
      outcome: 'permanent',
      detail: 'Mejlservern nekade 1 av 2 mottagare (550 5.1.1); de andra har fått mejlet.',
    });
  });
});
