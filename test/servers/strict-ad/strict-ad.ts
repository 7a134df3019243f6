import { createSecureContext } from 'node:tls';
import { makeCertificate, type ServerCertificate } from '../../support/certificates';
import { temporaryDirectory } from '../../support/temporary-directory';
import { AdController, type ControllerOptions, type Encryption, type RecordedSearch } from './ad-controller';
import { attributeError, CODE } from './ad-error';
import { type Fault, Faults, type RecordedWrite, type RefusedWrite } from './ad-faults';
import { Forest } from './ad-forest';
import { ATTRIBUTES } from './ad-schema';
import { seed, seedController, type Seeder } from './ad-seed';
import { type AdUser, Inspection } from './ad-inspection';
import { ByHand, type HandWritten } from './by-hand';

export interface StrictAdOptions {
  /** DNS name. Default: `ad.example.se`. */
  domain?: string;
  /** Default: `OU=Externa` in the domain. It and those above it are there. */
  organisationalUnit?: string;
  /** Default: `ldaps`. */
  encryption?: Encryption;
  /** How many; default: 1. */
  controllers?: number;
  now?: () => Date;
}

const SERVICE = { name: 'svc-tilltrade', password: 'Svc-Passw0rd-1' };
const ADMINISTRATOR = { name: 'Administrator', password: 'Passw0rd-Admin' };

/**
 * An Active Directory in the test's process, as strict as Microsoft's, on free ports of loopback. Its service account may
 * write in one organisational unit only. Everything else about it that matters is in `strict-ad.spec.ts`.
 */
export class StrictAd {
  /** What was made, in order, through whichever controller; not what was done by hand. */
  readonly writes: RecordedWrite[] = [];
  /** What AD refused, in order. */
  readonly refusedWrites: RefusedWrite[] = [];
  /** What was asked for, a page each, in order. */
  readonly searches: RecordedSearch[] = [];
  readonly faults = new Faults();
  readonly controllers: AdController[] = [];
  readonly #directory = temporaryDirectory();
  readonly #forest: Forest;
  readonly #certificate: ServerCertificate | null;

  private constructor(
    readonly organisationalUnit: string,
    readonly baseDn: string,
    private readonly options: Required<Pick<StrictAdOptions, 'encryption' | 'now'>>,
  ) {
    this.#forest = new Forest(options.now);
    this.#certificate = options.encryption === 'none' ? null : makeCertificate();
  }

  static async start(options: StrictAdOptions = {}): Promise<StrictAd> {
    const { domain = 'ad.example.se', encryption = 'ldaps', controllers = 1, now = () => new Date() } = options;
    const baseDn = domain
      .split('.')
      .map((label) => `DC=${label}`)
      .join(',');
    const ad = new StrictAd(options.organisationalUnit ?? `OU=Externa,${baseDn}`, baseDn, { encryption, now });
    const seeder = seed(ad.#forest, ad.#forest.addReplica(), domain);
    const controllerOptions = ad.populate(seeder);
    for (let number = 1; number <= controllers; number++) await ad.addController(seeder, number, controllerOptions);
    return ad;
  }

  private populate(seeder: Seeder): ControllerOptions {
    const unit = seeder.unit(this.organisationalUnit);
    const administrator = seeder.account(seeder.unit(`OU=Administratörer,${this.baseDn}`), ADMINISTRATOR.name, ADMINISTRATOR.password);
    seeder.account(seeder.unit(`OU=Tjänster,${this.baseDn}`), SERVICE.name, SERVICE.password);
    const secureContext = this.#certificate ? createSecureContext({ key: this.#certificate.key, cert: this.#certificate.cert }) : null;
    return { ...this.options, secureContext, administrator: administrator.guid, writesBelow: unit.guid };
  }

  private async addController(seeder: Seeder, number: number, options: ControllerOptions): Promise<void> {
    const replica = number === 1 ? this.#forest.replicas[0]! : this.#forest.addReplica();
    const name = `DC${number}`;
    const service = seedController(seeder, replica, name);
    const controller = new AdController(
      name,
      service,
      replica,
      this.#forest,
      this.faults,
      this.writes,
      this.refusedWrites,
      this.searches,
      options,
    );
    await controller.start();
    this.controllers.push(controller);
  }

  async close(): Promise<void> {
    for (const controller of this.controllers) await controller.stop();
    this.#certificate?.remove();
    this.#directory.remove();
  }

  /** What `externalAd` says in the configuration file; what has a default may be given too. */
  configuration(more: object = {}) {
    const urls = this.controllers.map(({ url }) => url);
    return {
      kind: 'ldap' as const,
      organisationalUnit: this.organisationalUnit,
      upnSuffix: 'ext.example.se',
      ...(urls.length === 1 ? { url: urls[0] } : { urls }),
      ...(this.#certificate ? { caFile: this.#certificate.caFile } : { allowPlaintextOnLoopback: true }),
      ...(this.options.encryption === 'starttls' ? { startTls: true } : {}),
      bind: { dn: this.service.dn, passwordFile: this.#directory.write('password', SERVICE.password) },
      baseDn: this.baseDn,
      ...more,
    };
  }

  /** May write in the organisational unit only. */
  get service(): { dn: string; password: string } {
    return { dn: `CN=${SERVICE.name},OU=Tjänster,${this.baseDn}`, password: SERVICE.password };
  }

  get administrator(): { dn: string; password: string } {
    return { dn: `CN=${ADMINISTRATOR.name},OU=Administratörer,${this.baseDn}`, password: ADMINISTRATOR.password };
  }

  /** PEM; null without encryption. */
  get caFile(): string | null {
    return this.#certificate?.caFile ?? null;
  }

  get url(): string {
    return this.controllers[0]!.url;
  }

  /** On the console of one controller; the first is 0. */
  byHand(controller = 0): ByHand {
    return new ByHand(this.#forest, this.controllers[controller]!.replica);
  }

  /** Attributes of one object, by hand on the first controller. */
  change(target: string, attributes: HandWritten): void {
    this.byHand().change(target, attributes);
  }

  /** What one controller holds; the first is 0. */
  on(controller: number): Inspection {
    return new Inspection(this.controllers[controller]!.replica, this.organisationalUnit);
  }

  /** By DN, `<GUID=…>`, GUID or account name; null where the first controller has no such user. */
  user(name: string): AdUser | null {
    return this.on(0).user(name);
  }

  /** All below the organisational unit, sorted by DN. */
  users(): AdUser[] {
    return this.on(0).users();
  }

  /** DNs of a group's direct members, sorted. */
  members(group: string): string[] {
    return this.on(0).members(group);
  }

  /** From now on the service account may write below this, and nowhere else. */
  delegate(dn: string): void {
    for (const { replica, options } of this.controllers) options.writesBelow = replica.find(dn)!.entry!.guid;
  }

  pauseReplication(): void {
    this.#forest.pauseReplication();
  }

  /** What was written meanwhile passes on. */
  resumeReplication(): void {
    this.#forest.resumeReplication();
  }

  fail(...faults: readonly Fault[]): void {
    this.faults.add(...faults);
  }

  /** From now on every write of the attribute that gives it a value, or takes it away. */
  refuse(attribute: string): void {
    const schema = ATTRIBUTES.get(attribute.toLowerCase());
    if (!schema) throw new Error(`The schema has no ${attribute}`);
    const { code, diagnostic } = attributeError(CODE.constraintViolation, '0000202F', schema);
    const of = ({ attributes }: RecordedWrite): boolean => attributes.some((one) => one.toLowerCase() === attribute.toLowerCase());
    this.fail({ of, nth: 'every', does: { code, diagnostic } });
  }
}
