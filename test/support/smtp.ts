import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { ServerCertificate } from './certificates';

/** Where in the dialogue something goes wrong. `text` is when the server has the whole text. */
export type FaultPoint = 'connect' | 'mail' | 'rcpt' | 'data' | 'text';

/** `store-and-drop`: the server has the mail and the client never hears of it. `drip`: a line of an endless answer now and then. */
export type FaultDeed = { reply: [code: number, text: string] } | 'drop' | 'hang' | 'store-and-drop' | 'store-and-hang' | 'drip';

export interface Fault {
  at: FaultPoint;
  does: FaultDeed;
  /** Only for this recipient; of use at `rcpt`. */
  recipient?: string;
}

export interface StoredMail {
  from: string;
  to: string[];
  raw: Buffer;
  /** Who had logged in; null for nobody. */
  user: string | null;
  encrypted: boolean;
}

export interface SmtpOptions {
  tls: 'none' | 'starttls' | 'smtps';
  certificate?: ServerCertificate;
  login?: { user: string; password: string };
  pipelining?: boolean;
  /** 0: any free port. */
  port?: number;
}

const DRIP_MS = 20;

/** A real SMTP server in the test's process, with faults that no server offers on demand. What it stores is in `messages`. */
export class TestSmtpServer {
  readonly messages: StoredMail[] = [];
  /** Commands that came, in order, without what follows them. */
  readonly dialogue: string[] = [];
  fault: Fault | null = null;
  readonly #server: SMTPServer;
  readonly #drips = new Set<NodeJS.Timeout>();

  private constructor(private readonly options: SmtpOptions) {
    this.#server = new SMTPServer(this.serverOptions());
    this.#server.on('error', () => undefined); // a client that hangs up is no reason to end the tests
  }

  static async start(options: SmtpOptions): Promise<TestSmtpServer> {
    const server = new TestSmtpServer(options);
    await new Promise<void>((resolve) => server.#server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.options.tls === 'smtps' ? 'smtps' : 'smtp'}://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    for (const drip of this.#drips) clearInterval(drip);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  private serverOptions(): SMTPServerOptions {
    const { tls, certificate, login, pipelining = true } = this.options;
    return {
      secure: tls === 'smtps',
      key: certificate?.key,
      cert: certificate?.cert,
      disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(login ? [] : ['AUTH'])],
      allowInsecureAuth: true,
      hidePIPELINING: !pipelining,
      disableReverseLookup: true,
      closeTimeout: 10,
      onAuth: (auth, _session, done) =>
        auth.username === login?.user && auth.password === login?.password
          ? done(null, { user: auth.username })
          : done(answer(535, `5.7.8 ${auth.username ?? ''} is not welcome`)),
      onConnect: (session, done) => this.at('connect', session, done),
      onMailFrom: (_address, session, done) => {
        this.interceptData(session);
        this.at('mail', session, done);
      },
      onRcptTo: ({ address }, session, done) => this.at('rcpt', session, done, address),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const store = (): void => void this.messages.push(stored(session, Buffer.concat(chunks)));
          const stores = this.fault?.at === 'text' && typeof this.fault.does === 'string' && this.fault.does.startsWith('store');
          if (stores) store();
          this.at('text', session, (error) => {
            if (!error) store();
            done(error, 'queued');
          });
        });
      },
    };
  }

  /** Does what the fault says at this point, or goes on. */
  private at(point: FaultPoint, session: SMTPServerSession, done: (error?: Error | null) => void, recipient?: string): void {
    this.dialogue.push(point);
    const { fault } = this;
    if (fault?.at !== point || (fault.recipient !== undefined && fault.recipient !== recipient)) return done();
    if (typeof fault.does === 'object') return done(answer(...fault.does.reply));
    const socket = this.connectionOf(session)._socket;
    if (fault.does.endsWith('drop')) socket.destroy();
    if (fault.does === 'drip') {
      const drip = setInterval(() => socket.writable && socket.write('250-still here\r\n'), DRIP_MS);
      this.#drips.add(drip);
    }
  }

  /** smtp-server asks nobody about the DATA command itself. */
  private interceptData(session: SMTPServerSession): void {
    const connection = this.connectionOf(session);
    const proceed = Object.getPrototypeOf(connection).handler_DATA as (command: unknown, callback: () => void) => void;
    connection.handler_DATA = (command: unknown, callback: () => void) =>
      this.at('data', session, (error) => {
        if (!error) return proceed.call(connection, command, callback);
        connection.send((error as ReturnType<typeof answer>).responseCode, error.message);
        callback();
      });
  }

  private connectionOf(session: SMTPServerSession) {
    for (const connection of this.#server.connections) if (connection.session === session) return connection;
    throw new Error('The session has no connection');
  }
}

const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

const stored = ({ envelope, user, secure }: SMTPServerSession, raw: Buffer): StoredMail => ({
  from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
  to: envelope.rcptTo.map(({ address }) => address),
  raw,
  user: typeof user === 'string' ? user : null,
  encrypted: secure,
});
