import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'ldapts';
import { temporaryDirectory } from '../support/temporary-directory';
import { sambaConfiguration } from './samba-configuration';
import { AD_ACCOUNTS, type AdAccountName } from './samba-template';
import { ServerProcess } from './server-process';
import { sambaTemplate } from './shared-samba';
import { makeSlapdCertificates, type ServerCertificateOptions, type SlapdCertificates } from './slapd-certificates';

export { AD_ACCOUNTS, type AdAccountName, DOMAIN, OTHER_UNIT, OUR_UNIT } from './samba-template';

const run = promisify(execFile);

export interface SambaOptions extends ServerCertificateOptions {
  /** The controller's `invocationId`, UUID text; without it all have the same, being copies of one. */
  invocationId?: string;
}

/**
 * A real Active Directory domain controller (Samba), a copy of one domain that is provisioned once a run, on a loopback
 * address of its own: its ports cannot be chosen, and those below 1024 need root. It ends with this process, however
 * that ends. Copies do not replicate: what is written to one controller, no other has.
 */
export class Samba {
  readonly #directory = temporaryDirectory();
  readonly certificates: SlapdCertificates;
  readonly #process: ServerProcess;
  #admin: Client | null = null;

  private constructor(
    /** 127.x.y.z */
    readonly address: string,
    options: SambaOptions,
  ) {
    const names = options.names ?? `DNS:localhost,DNS:dc1.ad.example.se,IP:127.0.0.1,IP:${address}`;
    this.certificates = makeSlapdCertificates(join(this.#directory.path, 'tls'), { ...options, names });
    const words = ['-s', join(this.#directory.path, 'smb.conf'), '-i', '--no-process-group', '-M', 'single'];
    // With -i it ends when its standard input does, which the kernel sees to also when this process is killed.
    this.#process = new ServerProcess('/usr/sbin/samba', words, this.logFile, 'pipe');
  }

  static async start(options: SambaOptions = {}): Promise<Samba> {
    const template = await sambaTemplate();
    const samba = new Samba(await freeAddress(), options);
    const { path } = samba.#directory;
    try {
      await run('cp', ['-a', '--sparse=always', `${template}/.`, path]);
      for (const folder of ['run', 'cache']) mkdirSync(join(path, folder), { recursive: true });
      samba.#directory.write('smb.conf', sambaConfiguration(path, samba.address));
      if (options.invocationId !== undefined) await setInvocationId(path, options.invocationId);
      await samba.run();
      return samba;
    } catch (error) {
      await samba.remove();
      throw error;
    }
  }

  get url(): string {
    return `ldaps://${this.address}:636`;
  }

  /** A file with an account's password. */
  passwordFile(account: AdAccountName): string {
    return this.#directory.write(`${account}.password`, `${AD_ACCOUNTS[account].password}\n`);
  }

  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  private get logFile(): string {
    return join(this.#directory.path, 'log');
  }

  /** Starts it, again too, with all that was written. */
  async run(): Promise<void> {
    this.#process.start();
    await this.untilReady();
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.stop('SIGKILL');
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#admin?.unbind().catch(() => undefined);
    this.#admin = null;
    await this.#process.stop(signal);
  }

  async remove(): Promise<void> {
    await this.stop();
    this.#directory.remove();
  }

  /** Who may do everything, as somebody who works by hand. Ask for it each time: it is bound anew after a restart. */
  async admin(): Promise<Client> {
    if (this.#admin?.isBound) return this.#admin;
    this.#admin = this.client();
    await this.#admin.bind(loginOf('administrator'), AD_ACCOUNTS.administrator.password);
    return this.#admin;
  }

  private client(): Client {
    const ca = readFileSync(this.certificates.caFile);
    // Whatever names the certificate has: that is for those who are tested to find out.
    return new Client({ url: this.url, timeout: 60_000, connectTimeout: 2000, tlsOptions: { ca, checkServerIdentity: () => undefined } });
  }

  /** Until it answers. A Samba that cannot start ends, and what it wrote says why. */
  private async untilReady(): Promise<void> {
    for (;;) {
      if (this.#process.hasEnded) throw new Error(`Samba ended: ${this.log}`);
      const client = this.client();
      try {
        await client.bind(loginOf('administrator'), AD_ACCOUNTS.administrator.password);
        return;
      } catch (error) {
        if (!isNotThereYet(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      } finally {
        await client.unbind().catch(() => undefined);
      }
    }
  }
}

/** What to bind as. */
export const loginOf = (account: AdAccountName): string => `${AD_ACCOUNTS[account].name}@ad.example.se`;

/** A system's error has a word for its code, an answer of a server a number. */
const isNotThereYet = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'string';

/** A loopback address on whose port 636 nobody listens. */
async function freeAddress(): Promise<string> {
  for (;;) {
    const address = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(2, 255)}`;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') resolve(false);
        else reject(error.code === 'EACCES' ? new Error('Samba has ports below 1024: only root can run these tests') : error);
      });
      server.listen(636, address, () => server.close(() => resolve(true)));
    });
    if (isFree) return address;
  }
}

/** No server lets its own be changed: it is written into the database file, past all that guards it. */
async function setInvocationId(directory: string, invocationId: string): Promise<void> {
  await run('/usr/bin/python3', ['-c', SET_INVOCATION_ID, directory, invocationId]);
}

const SET_INVOCATION_ID = `
import ldb, sys, uuid
directory, invocation_id = sys.argv[1:]
partition = 'CN=CONFIGURATION,DC=AD,DC=EXAMPLE,DC=SE.ldb'
database = ldb.Ldb('mdb://%s/private/sam.ldb.d/%s' % (directory, partition), options=['modules:'])
[settings] = database.search(expression='(objectClass=nTDSDSA)', attrs=['invocationId'])
message = ldb.Message(settings.dn)
value = uuid.UUID(invocation_id).bytes_le
message['invocationId'] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, 'invocationId')
database.modify(message)
`;
