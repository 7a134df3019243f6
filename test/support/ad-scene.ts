import { AdCommand } from '../../src/commands/ad.command';
import type { Answer } from '../../src/commands/output.cli';
import type { LdapAdConfiguration } from '../../src/platform/config/schema';
import type { ByHand } from '../servers/strict-ad/by-hand';
import { type AdUser } from '../servers/strict-ad/ad-inspection';
import { StrictAd } from '../servers/strict-ad/strict-ad';
import type { CatalogueEntry } from './builders/ldif';
import { hsaIdOf, type MunicipalityOptions } from './builders/inhabitants';
import { TestService } from './service';

export const HEAL_ALL: LdapAdConfiguration['drift'] = { changed: 'heal', missing: 'heal', moved: 'heal', groups: 'heal' };
export const REPORT_ALL: LdapAdConfiguration['drift'] = { changed: 'report', missing: 'report', moved: 'report', groups: 'report' };

/** What `ad compare --json` says. */
export interface ComparisonJson {
  status: string;
  compared: number;
  read: number;
  healed: number;
  reason?: string;
  municipalities: {
    municipality: string;
    tripped?: string[];
    drifts: { kind: string; hsaId?: string; dn?: string; attributes?: string[]; group?: string; outcome: string; detail: string }[];
  }[];
}

export interface AdSceneOptions {
  drift?: LdapAdConfiguration['drift'];
  controllers?: number;
  municipalities?: MunicipalityOptions[];
}

/** The whole service, and an Active Directory as strict as Microsoft's that it writes to. */
export class AdScene {
  private constructor(
    readonly ad: StrictAd,
    readonly service: TestService,
  ) {}

  static async start({ drift = REPORT_ALL, controllers = 1, municipalities = [{}] }: AdSceneOptions = {}): Promise<AdScene> {
    const ad = await StrictAd.start({ controllers });
    try {
      return new AdScene(ad, await TestService.start({ municipalities, configuration: { externalAd: ad.configuration({ drift }) } }));
    } catch (error) {
      await ad.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.ad.close();
  }

  /** These people have accounts in the AD, and a comparison has seen that they are as they should. */
  async populate(entries: readonly CatalogueEntry[]): Promise<void> {
    await this.service.syncWith(entries);
    await this.service.dispatch();
    await this.compare();
  }

  async answer(options: { heal?: boolean; dryRun?: boolean } = {}): Promise<Answer> {
    const { heal = false, dryRun = false } = options;
    return this.service.get(AdCommand).compare({ heal, dryRun, actor: { kind: 'command', name: 'ad compare', systemUser: 'tester' } });
  }

  async compare(options: { heal?: boolean; dryRun?: boolean } = {}): Promise<ComparisonJson> {
    return (await this.answer(options)).json as ComparisonJson;
  }

  /** Everything that differs, in whichever municipality. */
  async drifts(options: { heal?: boolean; dryRun?: boolean } = {}): Promise<ComparisonJson['municipalities'][number]['drifts']> {
    return (await this.compare(options)).municipalities.flatMap(({ drifts }) => drifts);
  }

  /** Compares and mends what policy allows, and lets the queue do its work. */
  async mend(): Promise<ComparisonJson> {
    const compared = await this.compare({ heal: true });
    await this.service.dispatch();
    return compared;
  }

  get hand(): ByHand {
    return this.ad.byHand();
  }

  /** Account name of the inhabitant with this number. */
  async name(number: number): Promise<string> {
    return (await this.service.account(hsaIdOf(number))).accountName;
  }

  /** What the AD has of an account but for what every write moves. */
  standing(name: string): Omit<AdUser, 'usnChanged' | 'objectGuid' | 'attributes'> & { attributes: object } {
    const user = this.ad.user(name);
    if (!user) throw new Error('No such user');
    const { usnChanged: _usn, objectGuid: _guid, attributes, ...rest } = user;
    const moving = new Set([
      'usnchanged',
      'whenchanged',
      'usncreated',
      'whencreated',
      'objectsid',
      'objectguid',
      'pwdlastset',
      'badpasswordtime',
    ]);
    return {
      ...rest,
      attributes: Object.fromEntries(Object.entries(attributes).filter(([attribute]) => !moving.has(attribute.toLowerCase()))),
    };
  }

  group(name: 'Tillträde Alla' | 'Tillträde berg' = 'Tillträde berg'): string {
    return `CN=${name},OU=Grupper,${this.ad.organisationalUnit}`;
  }
}
