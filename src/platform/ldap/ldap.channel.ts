import type { Socket } from 'node:net';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import {
  AddRequest,
  AddResponse,
  BindRequest,
  BindResponse,
  DeleteRequest,
  DeleteResponse,
  ExtendedRequest,
  ExtendedResponse,
  MessageParser,
  ModifyDNRequest,
  ModifyDNResponse,
  ModifyRequest,
  ModifyResponse,
  SearchEntry,
  SearchReference,
  SearchRequest,
  SearchResponse,
  UnbindRequest,
} from 'ldapts';
import { BerFrames } from './ber-frames';
import { LdapFault } from './ldap-fault';
import { encryptSocket, type LdapConnectionOptions, openSocket, serverName } from './ldap.socket';

/** Which answer ends which request. */
const ANSWERS = [
  [BindRequest, BindResponse],
  [ExtendedRequest, ExtendedResponse],
  [SearchRequest, SearchResponse],
  [AddRequest, AddResponse],
  [ModifyRequest, ModifyResponse],
  [ModifyDNRequest, ModifyDNResponse],
  [DeleteRequest, DeleteResponse],
] as const;

export type LdapRequest = InstanceType<(typeof ANSWERS)[number][0]>;
export type LdapResponse = InstanceType<(typeof ANSWERS)[number][1]>;

/** What comes before the answer to a search. */
export interface Met {
  onEntry: (entry: SearchEntry) => void;
  /** Per reference, the URLs of the places it names. */
  references: string[][];
}

interface Pending {
  request: LdapRequest;
  met: Met;
  resolve: (response: LdapResponse) => void;
  reject: (fault: unknown) => void;
  timer: NodeJS.Timeout;
}

/** A message that is larger than this is no entry of a catalogue. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

const nothingElse = (): Met => ({ onEntry: () => undefined, references: [] });

/**
 * Messages to and from one server over one socket, from connecting to its end; one request at a time. It never connects
 * anew. ldapts encodes and decodes.
 */
export class LdapChannel {
  readonly #options: LdapConnectionOptions;
  /** As messages name it. */
  readonly server: string;
  #socket: Socket;
  readonly #parser = new MessageParser();
  #frames = new BerFrames(MAX_MESSAGE_BYTES);
  /** By its number, the request that ldapts is to find for a message. */
  readonly #requests = new Map<string, { message: LdapRequest }>();
  #messageId = 0;
  #pending: Pending | null = null;
  #fault: LdapFault | null = null;
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
   * Connects and, with LDAPS, verifies the server's certificate and name.
   * @throws LdapFault `unreachable`, `tls` or `aborted`
   */
  static async open(options: LdapConnectionOptions): Promise<LdapChannel> {
    return new LdapChannel(await openSocket(options), options);
  }

  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  /** Set once and for all when the channel is of no more use. */
  get fault(): LdapFault | null {
    return this.#fault;
  }

  /** The server's certificate; null while nothing is encrypted. */
  get peerCertificate(): PeerCertificate | null {
    return this.#socket instanceof TLSSocket ? this.#socket.getPeerCertificate() : null;
  }

  /** @throws LdapFault when the answer cannot come: `lost`, `timeout`, `protocol` or `aborted`, or what ended the channel before */
  send(make: (messageId: number) => LdapRequest, met: Met = nothingElse()): Promise<LdapResponse> {
    return new Promise((resolve, reject) => {
      if (this.#fault) return reject(this.#fault);
      if (this.#pending) return reject(new Error('One request at a time'));
      if (this.#socket.destroyed) return reject(this.ended(new LdapFault('lost', this.server)));
      const request = make(this.nextId());
      const timer = setTimeout(() => this.end(new LdapFault('timeout', this.server)), this.timeoutMs);
      this.#pending = { request, met, resolve, reject, timer };
      this.#requests.set(String(request.messageId), { message: request });
      this.#socket.write(request.write());
    });
  }

  /** Encrypts what is said from here on. @throws LdapFault `tls` or `aborted` */
  async encrypt(): Promise<void> {
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

  /** Says goodbye and hangs up; whatever is still asked is never answered. */
  close(): void {
    if (this.#fault) return;
    this.#socket.write(new UnbindRequest({ messageId: this.nextId() }).write());
    this.#socket.unref().destroySoon();
    this.end(new LdapFault('lost', this.server));
  }

  /** Ends the channel for this reason. @returns the reason, to be thrown */
  ended<T>(fault: T): T {
    this.end(fault);
    return fault;
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

  /** A message that answers nothing that was asked (a notice of disconnection, say) ends the connection. */
  private receive(message: object & { messageId: number }): void {
    const pending = this.#pending;
    if (this.#fault) return;
    if (pending?.request.messageId !== message.messageId)
      return this.end(new LdapFault(message.messageId === 0 ? 'lost' : 'protocol', this.server));
    const isSearch = pending.request instanceof SearchRequest;
    if (isSearch && message instanceof SearchEntry) return this.handOver(pending.met, message);
    if (isSearch && message instanceof SearchReference) return void pending.met.references.push(message.uris);
    if (!answers(pending.request, message)) return this.end(new LdapFault('protocol', this.server));
    clearTimeout(pending.timer);
    this.#pending = null;
    this.#requests.clear();
    pending.resolve(message);
  }

  private handOver({ onEntry }: Met, entry: SearchEntry): void {
    try {
      onEntry(entry);
    } catch (error) {
      this.end(error);
    }
  }

  /** The first fault ends the channel; the request under way fails with it, and so does every later one. */
  private end(fault: unknown): void {
    if (this.#fault) return;
    this.#fault = fault instanceof LdapFault ? fault : new LdapFault('lost', this.server);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    const pending = this.#pending;
    this.#pending = null;
    if (pending) clearTimeout(pending.timer);
    if (!this.#socket.writableEnded) this.#socket.destroy();
    pending?.reject(fault);
  }

  private nextId(): number {
    return (this.#messageId += 1);
  }
}

const answers = (request: LdapRequest, message: object): message is LdapResponse =>
  ANSWERS.some(([asked, answered]) => request instanceof asked && message instanceof answered);
