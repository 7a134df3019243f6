import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { covers, type Reach } from '../auth/reach';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { saveAll } from '../platform/database/bulk';
import { aloneUntilEnd, LOCKS } from '../platform/database/row-locks';
import { SealedBox } from '../platform/sealed-box';
import { type Instant, type LocalDate, localDateOf } from '../platform/time';
import { AgreementToSettleEntity } from './agreement.entity';
import { exactText, textFault, textHash, titleOf } from './agreement-text';
import { refusal } from './refusal';
import { isSame, type TemplateVersion, templateFault, versionInForce } from './template';
import { AgreementTemplateEntity } from './template.entity';

/** A version as it is shown. */
export interface TemplateView {
  version: string;
  title: string;
  textHash: string;
  effectiveFrom: LocalDate;
  signFrom: LocalDate | null;
  addedAt: Instant;
  /** The one that is signed now. */
  isCurrent: boolean;
}

export interface TemplateWithText extends TemplateView {
  /** The exact text that `textHash` is of. */
  text: string;
}

export interface NewTemplate {
  version: string;
  /** As written; what is kept is `exactText` of it. */
  text: string;
  effectiveFrom: LocalDate;
  signFrom: LocalDate | null;
}

/** The versions of the agreement's text. They hold for all municipalities. */
@Injectable()
export class AgreementTemplates {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly audit: AuditService,
  ) {}

  /** Oldest first. */
  async list(): Promise<TemplateView[]> {
    const rows = await this.rows(this.dataSource.manager);
    const current = versionInForce(rows, this.today());
    return rows.map((row) => viewOf(row, current));
  }

  /** @throws Refusal where there is no such version */
  async show(version: string): Promise<TemplateWithText> {
    const rows = await this.rows(this.dataSource.manager);
    const row = rows.find((one) => one.version === version);
    if (!row) throw refusal('no-such-template');
    return { ...viewOf(row, versionInForce(rows, this.today())), text: row.text };
  }

  /** The version to sign today; null where none is in force. */
  async current(manager: EntityManager): Promise<AgreementTemplateEntity | null> {
    return versionInForce(await this.rows(manager), this.today());
  }

  /**
   * Adds a version, or puts it in the place of one that is not in force yet. Adding the same again changes nothing. Everybody
   * whose agreement it puts out of use is noted down to be settled, see `SettleReplaced`.
   *
   * @param reach of who adds it: the text holds everywhere, so it must be everywhere
   * @returns how many people it concerns
   * @throws Refusal
   */
  async add(
    reach: Reach,
    written: NewTemplate,
    actor: Actor,
    traceId: string,
  ): Promise<{ template: TemplateWithText; concerned: number; isNew: boolean }> {
    if (!this.configuration.municipalities.every(({ code }) => covers(reach, code, []))) throw refusal('not-everywhere');
    const text = exactText(written.text);
    const fault = textFault(text);
    if (fault) throw refusal(`text-${fault}`);
    if (holdsPersonalNumber(text)) throw refusal('personal-number-given');
    const added = await this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.agreementTemplates);
      await keepSignersOut(manager);
      const now = this.clock.now();
      const { version, effectiveFrom, signFrom } = written;
      const row = { version, text, textHash: textHash(text), effectiveFrom, signFrom, addedAt: now, addedBy: this.box.seal(actor) };
      const known = await this.rows(manager);
      const refused = templateFault(row, known, localDateOf(now));
      if (refused) throw refusal(refused);
      const before = known.find((one) => one.version === version);
      if (before && isSame(before, row)) return { concerned: 0, isNew: false };
      await saveAll(manager, AgreementTemplateEntity, [row], ['version']);
      const concerned = await this.noteConcerned(manager, row, known);
      await this.audit.append(manager, [
        {
          at: now,
          actor,
          action: 'agreement-template-added',
          municipality: null,
          subject: null,
          traceId,
          payload: { version, textHash: row.textHash, effectiveFrom, signFrom, concerned },
        },
      ]);
      return { concerned, isNew: true };
    });
    return { template: await this.show(written.version), ...added };
  }

  /**
   * One statement, however many they are: nobody is forgotten if the process dies before they are settled. A version whose
   * place this one takes was not in force, so nothing has followed from it yet.
   */
  private async noteConcerned(manager: EntityManager, row: AgreementTemplateEntity, known: readonly TemplateVersion[]): Promise<number> {
    if (row.signFrom === null) return 0;
    const { driver } = manager.dataSource;
    const others = known.filter(({ effectiveFrom }) => effectiveFrom >= row.effectiveFrom).map(({ version }) => version);
    const stays = [...new Set([row.version, ...others])];
    const places = stays.map((_, index) => driver.createParameter('', index + 1)).join(', ');
    await manager.query(
      `INSERT INTO "agreement_to_settle" ("municipality", "hsa_id_key", "template_version")
       SELECT DISTINCT "municipality", "hsa_id_key", ${driver.createParameter('', 0)} FROM "agreement"
       WHERE "replaced_by" IS NULL AND "withdrawn_at" IS NULL AND "template_version" NOT IN (${places})
       ON CONFLICT ("municipality", "hsa_id_key") DO UPDATE SET "template_version" = excluded."template_version"`,
      [row.version, ...stays],
    );
    return manager.countBy(AgreementToSettleEntity, { templateVersion: row.version });
  }

  private rows(manager: EntityManager): Promise<AgreementTemplateEntity[]> {
    return manager.find(AgreementTemplateEntity, { order: { effectiveFrom: 'ASC' } });
  }

  private today(): LocalDate {
    return localDateOf(this.clock.now());
  }
}

/** Somebody who signs an older version at this moment would be on neither side: not noted here, and settled without this version. */
async function keepSignersOut(manager: EntityManager): Promise<void> {
  if (manager.dataSource.options.type === 'postgres') await manager.query('LOCK TABLE "agreement" IN SHARE ROW EXCLUSIVE MODE');
}

const viewOf = (
  { version, text, textHash: sum, effectiveFrom, signFrom, addedAt }: AgreementTemplateEntity,
  current: AgreementTemplateEntity | null,
): TemplateView => ({
  version,
  title: titleOf(text),
  textHash: sum,
  effectiveFrom,
  signFrom,
  addedAt,
  isCurrent: current?.version === version,
});
