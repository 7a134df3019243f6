import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailConfiguration } from '../../platform/config/schema';
import { deliveryTexts as texts } from '../../texts/sv/mail-delivery';
import type { Delivery, MailTransport, RenderedMail, TransportCheck } from '../transport';
import { type SmtpEndpoint, endpointOf } from './connection-options';
import { type SmtpError, type SmtpPhase, failureOf, partlyRefused } from './delivery-failure';
import { composeMessage } from './message.composer';

type SmtpConfiguration = Extract<MailConfiguration, { kind: 'smtp' }>;

interface Secrets {
  ca: Buffer | undefined;
  login: { user: string; pass: string } | null;
}

/** A server that answers a little now and then would never meet the timeout for silence. */
const WHOLE_DIALOGUE = 4;

const FAREWELL_MS = 500;

class UnreadableSecret extends Error {}

/**
 * Delivers through one SMTP server, a connection per mail: a mail's fate then never depends on the one before it.
 * The dialogue is never logged.
 */
export class SmtpTransport implements MailTransport {
  readonly idempotent = false;
  readonly #endpoint: SmtpEndpoint;
  readonly #configuration: SmtpConfiguration;

  /** @throws ServiceError when the URL holds a secret */
  constructor(configuration: SmtpConfiguration) {
    this.#configuration = configuration;
    this.#endpoint = endpointOf(configuration);
  }

  async deliver(mail: RenderedMail): Promise<Delivery> {
    const message = await composeMessage(mail);
    return this.converse(async (connection, enter) => {
      enter('envelope');
      const text = new Readable({
        // nodemailer fetches the text when the server has asked for it: from here on the server may have the mail
        read() {
          enter('text');
          this.push(message);
          this.push(null);
        },
      });
      const { accepted, rejected, rejectedErrors } = await send(
        connection,
        { from: mail.from, to: [...mail.to], size: message.length },
        text,
      );
      if (rejected.length === 0) return { outcome: 'sent', detail: null };
      return partlyRefused(rejected.length, rejected.length + accepted.length, rejectedErrors?.[0]?.response ?? '');
    });
  }

  async verify(): Promise<TransportCheck> {
    const { outcome, detail } = await this.converse(async () => ({ outcome: 'sent', detail: null }));
    return { ok: outcome === 'sent', detail: detail ?? texts.serverReady };
  }

  /** Connects, logs in, does what it is given and says goodbye; every error is told by how far it had come. */
  private async converse(act: (connection: SMTPConnection, enter: (phase: SmtpPhase) => void) => Promise<Delivery>): Promise<Delivery> {
    let phase: SmtpPhase = 'connect';
    let connection: SMTPConnection | undefined;
    let deadline: NodeJS.Timeout | undefined;
    try {
      const { ca, login } = await this.secrets();
      const timeout = this.#configuration.timeoutSeconds * 1000;
      connection = new SMTPConnection({
        ...this.#endpoint,
        tls: { ca, rejectUnauthorized: true },
        connectionTimeout: timeout,
        greetingTimeout: timeout,
        socketTimeout: timeout,
        dnsTimeout: timeout,
      });
      const open = connection;
      const broken = new Promise<never>((_, reject) => {
        open.on('error', reject);
        deadline = setTimeout(() => reject(Object.assign(new Error('deadline'), { code: 'ETIMEDOUT' })), timeout * WHOLE_DIALOGUE);
      });
      broken.catch(() => undefined); // it may break after the answer came, when nobody listens any more
      await Promise.race([broken, connect(open)]);
      phase = 'login';
      if (login) await Promise.race([broken, logIn(open, login)]);
      const delivery = await Promise.race([broken, act(open, (entered) => (phase = entered))]);
      await goodbye(open);
      return delivery;
    } catch (error) {
      if (error instanceof UnreadableSecret) return { outcome: 'unreachable', detail: error.message };
      return failureOf(phase, error as SmtpError);
    } finally {
      clearTimeout(deadline);
      connection?.close();
    }
  }

  /** Read for each connection: a renewed certificate or password is used without a restart. */
  private async secrets(): Promise<Secrets> {
    const { caFile, user, passwordFile, passwordEnv } = this.#configuration;
    const read = (what: 'caFile' | 'passwordFile', file: string): Promise<Buffer> =>
      readFile(file).catch((error: unknown) => {
        throw new UnreadableSecret(texts.secretUnreadable(what, (error as NodeJS.ErrnoException).code ?? 'I/O'));
      });
    const ca = caFile === null ? undefined : await read('caFile', caFile);
    if (user === null) return { ca, login: null };
    if (passwordFile !== null)
      return { ca, login: { user, pass: (await read('passwordFile', passwordFile)).toString('utf8').replace(/\r?\n$/, '') } };
    const pass = passwordEnv === null ? undefined : process.env[passwordEnv];
    if (pass === undefined) throw new UnreadableSecret(texts.passwordMissing(passwordEnv !== null));
    return { ca, login: { user, pass } };
  }
}

const connect = (connection: SMTPConnection): Promise<void> =>
  new Promise((resolve, reject) => connection.connect((error?: Error | null) => (error ? reject(error) : resolve())));

const logIn = (connection: SMTPConnection, credentials: { user: string; pass: string }): Promise<void> =>
  new Promise((resolve, reject) => connection.login({ credentials }, (error) => (error ? reject(error) : resolve())));

const send = (
  connection: SMTPConnection,
  envelope: { from: string; to: string[]; size: number },
  text: Readable,
): Promise<SMTPConnection.SentMessageInfo> =>
  new Promise((resolve, reject) => connection.send(envelope, text, (error, info) => (error ? reject(error) : resolve(info))));

/** QUIT, as RFC 5321 (4.1.1.10) wants it, without waiting long for an answer that changes nothing. */
const goodbye = (connection: SMTPConnection): Promise<void> =>
  new Promise((resolve) => {
    const enough = setTimeout(resolve, FAREWELL_MS);
    connection.once('end', () => {
      clearTimeout(enough);
      resolve();
    });
    connection.quit();
  });
