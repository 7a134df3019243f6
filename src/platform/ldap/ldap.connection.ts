import type { Socket } from 'node:net';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import {
  BindRequest,
  BindResponse,
  ExtendedRequest,
  ExtendedResponse,
  type Filter,
  MessageParser,
  PagedResultsControl,
  SearchEntry,
  SearchReference,
  SearchRequest,
  SearchResponse,
  UnbindRequest,
} from 'ldapts';
import { BerFrames } from './ber-frames';
import { LdapFault, RESULT } from './ldap-fault';
import { encryptSocket, type LdapConnectionOptions, openSocket, serverName } from './ldap.socket';

type Request = BindRequest | ExtendedRequest | SearchRequest;
type Response = BindResponse | ExtendedResponse | SearchResponse;

export interface PageRequest {
  base: string;
  scope: 'base' | 'sub';
  filter: Filter;
  attributes: string[];
  pageSize: number;
  cookie: Buffer;
}

export interface Page {
  /** Null where the server's answer lacked the control: then nobody knows whether there is more. */
  cookie: Buffer | null;
  /** Per reference met, the URLs of the places it names. */
  references: string[][];
}

interface Pending {
  request: Request;
  onEntry: (entry: SearchEntry) => void;
  references: string[][];
  resolve: (response: Response) => void;
  reject: (fault: unknown) => void;
  timer: NodeJS.Timeout;
}

const START_TLS = '1.3.6.1.4.1.1466.20037';

/** A message that is larger than this is no entry of a catalogue. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/**
 * One connection to one server, from connecting to its end; one request at a time. It never connects anew: what was
 * bound stays bound to the same socket, or the read that it carries ends. ldapts encodes and decodes; its `Client` is
 * not used, because it reconnects unbound without a word, hides references and the paging control, and keeps each page.
 */
export class LdapConnection {
  readonly #options: LdapConnectionOptions;
  /** As messages name it. */
  readonly server: string;
  #socket: Socket;
  readonly #parser = new MessageParser();
  #frames = new BerFrames(MAX_MESSAGE_BYTES);
  /** By its number, the request that ldapts is to find for a message. */
  readonly #requests = new Map<string, { message: Request }>();
  #messageId = 0;
  #pending: Pending | null = null;
  /** Set once and for all when the connection is of no more use. */
  #fault: LdapFault | null = null;
  #isBound = false;
  readonly #onAbort = (): void => this.end(new LdapFault('aborted', this.server));

  private constructor(socket: Socket, options: LdapConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.server = serverName(options.address);
    this.#parser.on('message', (message) => this.receive(message));
    this.#parser.on('error', () => this.end(new LdapFault('protocol', this.server)));
    options.signal?.addEventListener('abort', this.#onAbort);
    this.listen(socket);
  }

  /**
   * Connects and, where it is to be encrypted, verifies the server's certificate and name before anything is said.
   * @throws LdapFault `unreachable`, `tls` (also where the server declines StartTLS) or `aborted`
   */
  static async open(options: LdapConnectionOptions): Promise<LdapConnection> {
    const connection = new LdapConnection(await openSocket(options), options);
    if (options.startTls) await connection.startTls();
    return connection;
  }

  /** The server's certificate; null on an unencrypted connection. */
  get peerCertificate(): PeerCertificate | null {
    return this.#socket instanceof TLSSocket ? this.#socket.getPeerCertificate() : null;
  }

  /**
   * Simple bind, or SASL EXTERNAL by the client certificate where `identity` is null.
   * @throws LdapFault `bind` where the server refuses; `credentials` for an empty password, which servers take for "anonymous"
   */
  async bind(identity: { dn: string; password: string } | null): Promise<void> {
    if (identity && (identity.dn === '' || identity.password === '')) throw new LdapFault('credentials', this.server);
    const messageId = this.nextId();
    const request = identity
      ? new BindRequest({ messageId, ...identity })
      : new BindRequest({ messageId, mechanism: 'EXTERNAL', password: '' });
    const { status } = await this.send(request);
    if (status !== RESULT.success) throw this.ended(new LdapFault('bind', this.server, { resultCode: status }));
    this.#isBound = true;
  }

  /**
   * One page of a search, each entry handed over as it comes.
   * @throws LdapFault `result` for any code but success; `lost`, `timeout`, `protocol` or `aborted`
   */
  async page({ base, scope, filter, attributes, pageSize, cookie }: PageRequest, onEntry: Pending['onEntry']): Promise<Page> {
    // What has ended since the last page ended for its own reason.
    if (this.#fault) throw this.#fault;
    if (!this.#isBound) throw new LdapFault('bind', this.server);
    const paging = new PagedResultsControl({ critical: true, value: { size: pageSize, cookie } });
    const request = new SearchRequest({
      messageId: this.nextId(),
      baseDN: base,
      scope,
      filter,
      attributes,
      // Else ldapts asks for ten seconds. Never a size limit: with one a cut answer looks whole.
      timeLimit: Math.ceil(this.#options.timeoutMs / 1000),
      controls: [paging],
    });
    const references: string[][] = [];
    const response = await this.send(request, onEntry, references);
    if (response.status !== RESULT.success) throw new LdapFault('result', this.server, { resultCode: response.status });
    const answer = response.controls?.find((control) => control instanceof PagedResultsControl);
    return { cookie: answer?.value?.cookie ?? null, references };
  }

  /** Says goodbye and hangs up; whatever is still asked is never answered. */
  close(): void {
    if (this.#fault) return;
    this.#socket.write(new UnbindRequest({ messageId: this.nextId() }).write());
    this.#socket.unref().destroySoon();
    this.end(new LdapFault('lost', this.server));
  }

  private async startTls(): Promise<void> {
    const { status } = await this.send(new ExtendedRequest({ messageId: this.nextId(), oid: START_TLS }));
    if (status !== RESULT.success) throw this.ended(new LdapFault('tls', this.server, { resultCode: status }));
    const plain = this.#socket;
    plain.removeAllListeners('data').removeAllListeners('error').removeAllListeners('close');
    // What came unencrypted after the answer is no part of what the server says from here on.
    this.#frames = new BerFrames(MAX_MESSAGE_BYTES);
    try {
      this.#socket = await encryptSocket(plain, this.#options);
    } catch (error) {
      throw this.ended(error);
    }
    this.listen(this.#socket);
  }

  private listen(socket: Socket): void {
    socket.on('data', (data: Buffer) => {
      if (this.#fault) return;
      try {
        for (const message of this.#frames.push(data)) this.#parser.read(message, this.#requests);
      } catch {
        this.end(new LdapFault('protocol', this.server));
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.end(new LdapFault('lost', this.server, { cause: error.code })));
    socket.on('close', () => this.end(new LdapFault('lost', this.server)));
  }

  private send(request: Request, onEntry: Pending['onEntry'] = () => undefined, references: string[][] = []): Promise<Response> {
    return new Promise((resolve, reject) => {
      if (this.#fault) return reject(this.#fault);
      if (this.#pending) return reject(new Error('One request at a time'));
      if (this.#socket.destroyed) return reject(this.ended(new LdapFault('lost', this.server)));
      const timer = setTimeout(() => this.end(new LdapFault('timeout', this.server)), this.#options.timeoutMs);
      this.#pending = { request, onEntry, references, resolve, reject, timer };
      this.#requests.set(String(request.messageId), { message: request });
      this.#socket.write(request.write());
    });
  }

  /** A message that answers nothing that was asked (a notice of disconnection, say) ends the connection. */
  private receive(message: object & { messageId: number }): void {
    const pending = this.#pending;
    if (this.#fault) return;
    if (pending?.request.messageId !== message.messageId)
      return this.end(new LdapFault(message.messageId === 0 ? 'lost' : 'protocol', this.server));
    const isSearch = pending.request instanceof SearchRequest;
    if (isSearch && message instanceof SearchEntry) return this.handOver(pending, message);
    if (isSearch && message instanceof SearchReference) return void pending.references.push(message.uris);
    const answers =
      (isSearch && message instanceof SearchResponse) ||
      (pending.request instanceof BindRequest && message instanceof BindResponse) ||
      (pending.request instanceof ExtendedRequest && message instanceof ExtendedResponse);
    if (!answers) return this.end(new LdapFault('protocol', this.server));
    clearTimeout(pending.timer);
    this.#pending = null;
    this.#requests.clear();
    pending.resolve(message);
  }

  private handOver(pending: Pending, entry: SearchEntry): void {
    try {
      pending.onEntry(entry);
    } catch (error) {
      this.end(error);
    }
  }

  /** The first fault ends the connection; the request under way fails with it, and so does every later one. */
  private end(fault: unknown): void {
    if (this.#fault) return;
    this.#fault = fault instanceof LdapFault ? fault : new LdapFault('lost', this.server);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#isBound = false;
    const pending = this.#pending;
    this.#pending = null;
    if (pending) clearTimeout(pending.timer);
    if (!this.#socket.writableEnded) this.#socket.destroy();
    pending?.reject(fault);
  }

  private ended<T>(fault: T): T {
    this.end(fault);
    return fault;
  }

  private nextId(): number {
    return (this.#messageId += 1);
  }
}
