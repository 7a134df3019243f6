import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { SecureContext } from 'node:tls';
import { AdConnection } from './ad-connection';
import type { Faults, RecordedWrite, RefusedWrite } from './ad-faults';
import type { Forest } from './ad-forest';
import type { Replica } from './ad-replica';
import type { ControllerIdentity } from './ad-root';
import { AdSocket } from './ad-socket';

/** `ldaps`: from the first octet. `starttls`: when the client asks. `none`: AD takes everything unencrypted. */
export type Encryption = 'ldaps' | 'starttls' | 'none';

export interface ControllerOptions {
  encryption: Encryption;
  secureContext: SecureContext | null;
  now: () => Date;
  /** GUID of the account that may write everywhere. */
  administrator: string;
  /** GUID of the organisational unit that others may write below. */
  writesBelow: string;
}

/** What was asked for, but the rootDSE. */
export interface RecordedSearch {
  base: string;
  scope: 'base' | 'one' | 'sub';
  /** As they were asked for. */
  attributes: string[];
  /** `host:port` of the controller. */
  server: string;
}

/** One domain controller: its own copy, its own address. It can be stopped and started; what it holds it keeps. */
export class AdController implements ControllerIdentity {
  connections = 0;
  #port = 0;
  #cookies = 0;
  #listener: Server | null = null;
  readonly #open = new Set<AdSocket>();

  constructor(
    readonly name: string,
    readonly dsServiceName: string,
    readonly replica: Replica,
    readonly forest: Forest,
    readonly faults: Faults,
    readonly writes: RecordedWrite[],
    readonly refusedWrites: RefusedWrite[],
    readonly searches: RecordedSearch[],
    readonly options: ControllerOptions,
  ) {}

  /** On the address that it had before. */
  async start(): Promise<void> {
    const listener = createServer({ noDelay: true }, (raw) => {
      this.connections++;
      const socket: AdSocket = new AdSocket(raw, this.options.secureContext, (chunk) => connection.receive(chunk));
      const connection = new AdConnection(socket, this);
      this.#open.add(socket);
      raw.on('close', () => this.#open.delete(socket));
      if (this.options.encryption === 'ldaps') socket.encrypt();
    });
    listener.listen(this.#port, '127.0.0.1');
    await once(listener, 'listening');
    this.#port = (listener.address() as AddressInfo).port;
    this.#listener = listener;
  }

  /** Every connection ends; nobody answers there any more. */
  async stop(): Promise<void> {
    const listener = this.#listener;
    if (!listener) return;
    this.#listener = null;
    const closed = new Promise((resolve) => listener.close(resolve));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  get port(): number {
    return this.#port;
  }

  /** As `AdSession.server` has it. */
  get server(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get url(): string {
    return `${this.options.encryption === 'ldaps' ? 'ldaps' : 'ldap'}://${this.server}`;
  }

  nextCookie(): string {
    return `page-${++this.#cookies}`;
  }
}
