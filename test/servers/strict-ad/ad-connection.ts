import { readRequest, type Request, type SearchRequest, splitMessages } from '../ldap-requests';
import { bindResult, extendedResult, RESULT, searchDone, searchEntry, searchReference, writeResult } from '../ldap-responses';
import { readWrite, type SentWrite } from '../ldap-writes';
import type { AdController } from './ad-controller';
import { AdError, badCredentials, needsEncryption, notBound, unknownControl } from './ad-error';
import type { Fault, RecordedWrite } from './ad-faults';
import { logIn } from './ad-log-in';
import { recorded } from './ad-recording';
import type { Caller } from './ad-rights';
import { CONTROLS, DOMAIN_SCOPE, PERMISSIVE_MODIFY, rootDse } from './ad-root';
import { search, selected } from './ad-search';
import type { AdSocket } from './ad-socket';
import { write } from './ad-write';

/** AD's default: `MaxPageSize` of its LDAP policy. */
export const MAX_PAGE_SIZE = 1000;

/** One client's, from connecting to its end: who it is, and where in which search. */
export class AdConnection {
  #received: Buffer = Buffer.alloc(0);
  #caller: Caller | null = null;
  /** By cookie, GUIDs of what is left. */
  readonly #left = new Map<string, readonly string[]>();
  #isCut = false;

  constructor(
    private readonly socket: AdSocket,
    private readonly controller: AdController,
  ) {}

  receive(chunk: Buffer): void {
    const { messages, rest } = splitMessages(Buffer.concat([this.#received, chunk]));
    this.#received = rest;
    for (const message of messages) if (!this.#isCut) this.answer(message);
  }

  private answer(message: Buffer): void {
    const sent = readWrite(message);
    if (sent) return this.answerWrite(sent);
    const request = readRequest(message);
    switch (request.kind) {
      case 'bind':
        return this.answerBind(request);
      case 'search':
        return this.answerSearch(request);
      case 'extended': {
        const canEncrypt = this.controller.options.encryption === 'starttls' && !this.socket.isEncrypted;
        this.socket.send(extendedResult(request.messageId, canEncrypt ? RESULT.success : RESULT.protocolError));
        if (canEncrypt) this.socket.encrypt();
        return;
      }
      case 'unbind':
        return this.socket.end();
      case 'unknown':
        return this.socket.destroy();
    }
  }

  /** A name with an empty password binds nobody, and AD calls it success. */
  private answerBind({ messageId, dn, password }: Extract<Request, { kind: 'bind' }>): void {
    this.#caller = null;
    const { replica, options } = this.controller;
    const refused = caught(() => {
      if (password === null) throw badCredentials('57');
      if (password === '') return;
      if (!this.socket.isEncrypted && options.encryption !== 'none') throw needsEncryption();
      const account = logIn(dn, password, replica, options.now());
      // Asked anew each time: a delegation can be moved under a connection.
      this.#caller = {
        get writesBelow() {
          return account.guid === options.administrator ? null : options.writesBelow;
        },
      };
    });
    this.socket.send(bindResult(messageId, refused?.code ?? RESULT.success, refused?.diagnostic));
  }

  private answerSearch(request: SearchRequest & { messageId: number }): void {
    const { messageId, page, controls } = request;
    const { replica, options } = this.controller;
    if (request.base === '' && request.scope === 'base') {
      const entry = searchEntry(messageId, rootDse(this.controller, request.attributes, options.now()));
      return this.socket.send(Buffer.concat([entry, searchDone(messageId, RESULT.success, page ? '' : null)]));
    }
    const { base, scope, attributes } = request;
    this.controller.searches.push({ base, scope, attributes: [...attributes], server: this.controller.server });
    const octets: Buffer[] = [];
    const refused = caught(() => {
      if (request.critical.some((control) => !CONTROLS.includes(control))) throw unknownControl();
      if (!this.#caller) throw notBound();
      const caller = this.#caller;
      const { guids, cookie, isCut } = this.page(request, caller);
      const entries = guids.flatMap((guid) => replica.get(guid) ?? []);
      octets.push(...entries.map((entry) => searchEntry(messageId, selected(entry, request.attributes, replica, caller))));
      const isLast = cookie === null || cookie === '';
      if (isLast && !controls.includes(DOMAIN_SCOPE)) octets.push(...this.references(request));
      octets.push(searchDone(messageId, isCut ? 4 : RESULT.success, cookie));
    });
    this.socket.send(refused ? searchDone(messageId, refused.code, null, refused.diagnostic) : Buffer.concat(octets));
  }

  /** Clamped to `MaxPageSize`; a search that is not paged breaks off there. */
  private page(request: SearchRequest, caller: Caller): { guids: readonly string[]; cookie: string | null; isCut: boolean } {
    const { page } = request;
    const known = page && page.cookie !== '' ? this.#left.get(page.cookie) : undefined;
    if (page && page.cookie !== '' && !known)
      throw new AdError(53, '00000057: LdapErr: DSID-0C090D8A, comment: Error processing control, data 0, v4563\0');
    const all = known ?? search(request, this.controller.replica, caller).map(({ guid }) => guid);
    if (page) this.#left.delete(page.cookie);
    const size = Math.min(page?.size ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE);
    const guids = all.slice(0, size);
    const left = all.slice(size);
    if (!page) return { guids, cookie: null, isCut: left.length > 0 };
    if (left.length === 0 || size === 0) return { guids, cookie: '', isCut: false };
    const cookie = this.controller.nextCookie();
    this.#left.set(cookie, left);
    return { guids, cookie, isCut: false };
  }

  /** From the domain's head down AD names the other naming contexts, and goes into none of them. */
  private references({ messageId, base, scope }: SearchRequest & { messageId: number }): Buffer[] {
    const { replica } = this.controller;
    if (scope !== 'sub' || replica.find(base)?.entry !== replica.root) return [];
    const domain = replica.root.rdn.value;
    const dn = replica.dnOf(replica.root);
    const places = [`ForestDnsZones.${domain}/DC=ForestDnsZones,${dn}`, `DomainDnsZones.${domain}/DC=DomainDnsZones,${dn}`];
    return [...places, `${domain}/CN=Configuration,${dn}`].map((place) => searchReference(messageId, `ldap://${place}`));
  }

  private answerWrite(sent: SentWrite): void {
    const { controller } = this;
    const asked = recorded(sent, controller.replica, controller.server);
    const fault = controller.faults.due(asked);
    fault?.meanwhile?.();
    const cut = fault?.does && 'cut' in fault.does ? fault.does : null;
    if (cut?.when === 'unread') return this.cut(cut.cut);
    const refused = caught(() => this.write(sent, fault));
    note(asked, refused, controller);
    const answer = writeResult(sent.messageId, sent.kind, refused?.code ?? RESULT.success, refused?.diagnostic);
    const part = cut ? { unanswered: 0, 'half-answered': Math.ceil(answer.length / 2), answered: answer.length }[cut.when] : answer.length;
    this.socket.send(answer.subarray(0, part), cut ? () => this.cut(cut.cut) : undefined);
  }

  private write(sent: SentWrite, fault: Fault | null): void {
    const { forest, replica } = this.controller;
    if (fault?.does && 'code' in fault.does) throw new AdError(fault.does.code, fault.does.diagnostic);
    if (sent.controls.some(({ type, isCritical }) => isCritical && !CONTROLS.includes(type))) throw unknownControl();
    if (!this.#caller) throw notBound();
    const isPermissive = sent.controls.some(({ type }) => type === PERMISSIVE_MODIFY);
    const isEncrypted = this.socket.isEncrypted || this.controller.options.encryption === 'none';
    write(sent, { forest, replica, caller: this.#caller, isEncrypted, isPermissive });
  }

  private cut(how: Parameters<AdSocket['cut']>[0]): void {
    this.#isCut = true;
    this.socket.cut(how);
  }
}

function note(asked: RecordedWrite, refused: AdError | null, { writes, refusedWrites }: AdController): void {
  if (refused) refusedWrites.push({ ...asked, code: refused.code, diagnostic: refused.diagnostic });
  else writes.push(asked);
}

function caught(run: () => void): AdError | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof AdError) return error;
    throw error;
  }
}
