import type { PeerCertificate } from 'node:tls';
import {
  AddRequest,
  Attribute,
  BindRequest,
  Change,
  type Control,
  DeleteRequest,
  ExtendedRequest,
  type Filter,
  ModifyDNRequest,
  ModifyRequest,
  PagedResultsControl,
  type SearchEntry,
  SearchRequest,
} from 'ldapts';
import { LdapChannel, type LdapRequest, type LdapResponse, type Met } from './ldap.channel';
import { LdapFault, RESULT, UnansweredWrite } from './ldap-fault';
import type { LdapConnectionOptions } from './ldap.socket';

export interface SearchOptions {
  base: string;
  scope: 'base' | 'one' | 'sub';
  filter: Filter;
  attributes: string[];
  /** Beside that of paging. */
  controls?: readonly Control[];
}

export interface PageRequest extends SearchOptions {
  pageSize: number;
  cookie: Buffer;
}

export interface Page {
  /** Null where the server's answer lacked the control: then nobody knows whether there is more. */
  cookie: Buffer | null;
  /** Per reference met, the URLs of the places it names. */
  references: string[][];
}

export interface WrittenAttribute {
  type: string;
  values: string[] | Buffer[];
}

/** `replace` with no value removes the attribute, also one that is not there. */
export interface WrittenChange extends WrittenAttribute {
  operation: 'add' | 'delete' | 'replace';
}

/** A server's answer to a write: done, or refused and nothing done. */
export interface LdapResult {
  /** RFC 4511, 4.1.9. */
  resultCode: number;
  /** May quote names and values: to be decoded, never to be shown, logged or kept. */
  diagnosticMessage: string;
}

const START_TLS = '1.3.6.1.4.1.1466.20037';

/**
 * One connection to one server, from connecting to its end; one request at a time. It never connects anew: what was
 * bound stays bound to the same socket, or what it carries ends. ldapts' own `Client` is not used, because it reconnects
 * unbound without a word, hides references and the paging control, and keeps each page.
 */
export class LdapConnection {
  readonly #channel: LdapChannel;
  #isBound = false;

  private constructor(channel: LdapChannel) {
    this.#channel = channel;
  }

  /**
   * Connects and, where it is to be encrypted, verifies the server's certificate and name before anything is said.
   * @throws LdapFault `unreachable`, `tls` (also where the server declines StartTLS) or `aborted`
   */
  static async open(options: LdapConnectionOptions): Promise<LdapConnection> {
    const connection = new LdapConnection(await LdapChannel.open(options));
    if (options.startTls) await connection.startTls();
    return connection;
  }

  /** As messages name it. */
  get server(): string {
    return this.#channel.server;
  }

  /** The server's certificate; null on an unencrypted connection. */
  get peerCertificate(): PeerCertificate | null {
    return this.#channel.peerCertificate;
  }

  /**
   * Simple bind, or SASL EXTERNAL by the client certificate where `identity` is null.
   * @throws LdapFault `bind` where the server refuses; `credentials` for an empty password, which servers take for "anonymous"
   */
  async bind(identity: { dn: string; password: string } | null): Promise<void> {
    if (identity && (identity.dn === '' || identity.password === '')) throw new LdapFault('credentials', this.server);
    const who = identity ?? { mechanism: 'EXTERNAL', password: '' };
    const response = await this.#channel.send((messageId) => new BindRequest({ messageId, ...who }));
    if (response.status !== RESULT.success) throw this.#channel.ended(this.refusal('bind', response));
    this.#isBound = true;
  }

  /**
   * One page of a search, each entry handed over as it comes.
   * @throws LdapFault `result` for any code but success; `lost`, `timeout`, `protocol` or `aborted`
   */
  async page({ pageSize, cookie, controls = [], ...options }: PageRequest, onEntry: Met['onEntry']): Promise<Page> {
    const paging = new PagedResultsControl({ critical: true, value: { size: pageSize, cookie } });
    const references: string[][] = [];
    const response = await this.ask({ ...options, controls: [paging, ...controls] }, { onEntry, references });
    const answer = response.controls?.find((control) => control instanceof PagedResultsControl);
    return { cookie: answer?.value?.cookie ?? null, references };
  }

  /**
   * A search that is answered at once, for what is no part of the tree (the rootDSE) or is one entry alone.
   * @throws LdapFault as `page`, and `reference` for a reference to another place
   */
  async search(options: SearchOptions): Promise<SearchEntry[]> {
    const entries: SearchEntry[] = [];
    const references: string[][] = [];
    await this.ask(options, { onEntry: (entry) => entries.push(entry), references });
    if (references.length > 0) throw new LdapFault('reference', this.server);
    return entries;
  }

  /** @throws see `write` */
  async add(dn: string, attributes: readonly WrittenAttribute[]): Promise<LdapResult> {
    const written = attributes.map((attribute) => new Attribute(attribute));
    return this.write((messageId) => new AddRequest({ messageId, dn, attributes: written }));
  }

  /** All of the changes or none, in this order. @throws see `write` */
  async modify(dn: string, changes: readonly WrittenChange[]): Promise<LdapResult> {
    const written = changes.map(({ operation, ...attribute }) => new Change({ operation, modification: new Attribute(attribute) }));
    return this.write((messageId) => new ModifyRequest({ messageId, dn, changes: written }));
  }

  /** The value that made the old name goes. @throws see `write` */
  async modifyDn(dn: string, { newRdn, newSuperior }: { newRdn: string; newSuperior: string }): Promise<LdapResult> {
    return this.write((messageId) => new ModifyDNRequest({ messageId, dn, newRdn, newSuperior, deleteOldRdn: true }));
  }

  /** @throws see `write` */
  async delete(dn: string): Promise<LdapResult> {
    return this.write((messageId) => new DeleteRequest({ messageId, dn }));
  }

  /** Says goodbye and hangs up; whatever is still asked is never answered. */
  close(): void {
    this.#channel.close();
  }

  /**
   * @throws LdapFault where nothing was sent, because the connection has ended before or is not bound
   * @throws UnansweredWrite where it was sent and no answer came: it may have been done
   */
  private async write(make: (messageId: number) => LdapRequest): Promise<LdapResult> {
    this.requireBound();
    try {
      const { status, errorMessage } = await this.#channel.send(make);
      return { resultCode: status, diagnosticMessage: errorMessage };
    } catch (error) {
      throw error instanceof LdapFault ? new UnansweredWrite(error) : error;
    }
  }

  private async ask({ base, controls = [], ...options }: SearchOptions, met: Met): Promise<LdapResponse> {
    this.requireBound();
    // Else ldapts asks for ten seconds. Never a size limit: with one a cut answer looks whole.
    const timeLimit = Math.ceil(this.#channel.timeoutMs / 1000);
    const response = await this.#channel.send(
      (messageId) => new SearchRequest({ messageId, baseDN: base, ...options, timeLimit, controls: [...controls] }),
      met,
    );
    if (response.status !== RESULT.success) throw this.refusal('result', response);
    return response;
  }

  /** What has ended since the last request ended for its own reason. */
  private requireBound(): void {
    if (this.#channel.fault) throw this.#channel.fault;
    if (!this.#isBound) throw new LdapFault('bind', this.server);
  }

  private async startTls(): Promise<void> {
    const response = await this.#channel.send((messageId) => new ExtendedRequest({ messageId, oid: START_TLS }));
    if (response.status !== RESULT.success) throw this.#channel.ended(this.refusal('tls', response));
    await this.#channel.encrypt();
  }

  private refusal(kind: 'bind' | 'result' | 'tls', { status, errorMessage }: LdapResponse): LdapFault {
    return new LdapFault(kind, this.server, { resultCode: status }, errorMessage);
  }
}
