import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { CatalogueEntry } from '../support/builders/ldif';
import { answerPage, type Misdeed, record, type RecordedSearch } from './ldap-answer';
import { type Request, readRequest, type SearchRequest, splitMessages } from './ldap-requests';
import { bindResult, extendedResult, RESULT, searchDone } from './ldap-responses';
import { hasBase, search } from './ldap-search';

export interface RecordedBind {
  kind: 'bind';
  dn: string;
}

export interface ScriptedLdapOptions {
  /** May be exchanged while the server runs. */
  entries: readonly CatalogueEntry[];
  login: { dn: string; password: string };
}

/** What is known of one client. */
interface Connection {
  socket: Socket;
  isBound: boolean;
  received: Buffer;
  /** Cookies that it was given: they hold on this connection only. */
  cookies: Set<string>;
}

/**
 * A directory in the test's process, without TLS, on a free port of loopback: honest but where `misdeed` says. It speaks
 * simple bind and search, paged (RFC 2696) or not. Whoever is not bound finds nothing, and is told success.
 */
export class ScriptedLdap {
  entries: readonly CatalogueEntry[];
  misdeed: Misdeed | null = null;
  /** In the order they came. */
  readonly requests: (RecordedBind | RecordedSearch)[] = [];
  connections = 0;
  readonly #open = new Set<Socket>();
  readonly #listener: Server;

  private constructor(private readonly options: ScriptedLdapOptions) {
    this.entries = options.entries;
    this.#listener = createServer((socket) => this.accept(socket));
  }

  static async start(options: ScriptedLdapOptions): Promise<ScriptedLdap> {
    const server = new ScriptedLdap(options);
    server.#listener.listen(0, '127.0.0.1');
    await once(server.#listener, 'listening');
    return server;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  get url(): string {
    return `ldap://127.0.0.1:${this.port}`;
  }

  get searches(): RecordedSearch[] {
    return this.requests.filter((request) => request.kind === 'search');
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  private accept(socket: Socket): void {
    this.connections++;
    this.#open.add(socket);
    const connection: Connection = { socket, isBound: false, received: Buffer.alloc(0), cookies: new Set() };
    socket.on('error', () => undefined).on('close', () => this.#open.delete(socket));
    socket.on('data', (chunk) => {
      const { messages, rest } = splitMessages(Buffer.concat([connection.received, chunk]));
      connection.received = rest;
      for (const message of messages) this.answer(connection, readRequest(message));
    });
  }

  private answer(connection: Connection, request: Request): void {
    const { socket } = connection;
    switch (request.kind) {
      case 'bind': {
        this.requests.push({ kind: 'bind', dn: request.dn });
        const code = this.bindCode(request.dn, request.password);
        // A name with an empty password binds nobody, and real servers call it success.
        connection.isBound = code === RESULT.success && request.password !== '';
        return void socket.write(bindResult(request.messageId, code));
      }
      case 'search':
        return this.answerSearch(connection, request);
      case 'extended': // StartTLS, say
        return void socket.write(extendedResult(request.messageId, RESULT.protocolError));
      case 'unbind':
        return void socket.end();
      case 'unknown':
        return void socket.destroy();
    }
  }

  private bindCode(dn: string, password: string | null): number {
    if (password === null) return RESULT.authMethodNotSupported;
    const { login } = this.options;
    return password === '' || (dn === login.dn && password === login.password) ? RESULT.success : RESULT.invalidCredentials;
  }

  private answerSearch(connection: Connection, request: SearchRequest & { messageId: number }): void {
    const { socket } = connection;
    const { messageId, base, page } = request;
    const recorded = record(request);
    this.requests.push(recorded);
    if (!connection.isBound) return void socket.write(searchDone(messageId, RESULT.success, page ? '' : null));
    if (page && page.cookie !== '' && !connection.cookies.has(page.cookie)) {
      return void socket.write(searchDone(messageId, RESULT.unwillingToPerform, ''));
    }
    if (!hasBase(this.entries, base)) return void socket.write(searchDone(messageId, RESULT.noSuchObject, null));

    const { misdeed } = this;
    const isDue = misdeed?.atPage === recorded.page && misdeed.of?.(recorded) !== false;
    const answer = answerPage(request, recorded.page, search(this.entries, request), isDue ? misdeed.does : null);
    if (answer.cookie) connection.cookies.add(answer.cookie);
    if (answer.octets.length > 0) socket.write(Buffer.concat(answer.octets));
    if (answer.hangsUp) socket.end();
  }
}
