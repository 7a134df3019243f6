import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Brackets, DataSource, type EntityManager, In } from 'typeorm';
import { lapsesOn } from '../access/agreement-status';
import type { AccessFacts } from '../access/facts';
import { FactsRepository } from '../access/facts.repository';
import type { Finding } from '../findings/finding';
import { FindingsService } from '../findings/findings.service';
import type { AgreementEndsMail } from '../notifications/mails/agreement-ends-mail';
import { type MailDraft, OutboxService } from '../notifications/outbox.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import { publicLink } from '../platform/config/public-link';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { insertAll } from '../platform/database/bulk';
import { aloneUntilEnd, LOCKS } from '../platform/database/row-locks';
import { addDays, type LocalDate, localDateOf } from '../platform/time';
import { agreementFindingTexts as texts } from '../texts/sv/agreements';
import { AgreementEntity, AgreementReminderEntity } from './agreement.entity';
import { AgreementsRepository } from './agreements.repository';
import { dueReminder } from './reminder';
import { replacedFrom, UNKNOWN_VERSION } from './template';
import { ENDS_UNTOLD } from './untold-finding';

const CHUNK = 200;

/** Where the user reads and signs. */
const OWN_PAGE = 'min-forbindelse';

/** Reminds users that their agreement ends. Who cannot be mailed becomes a finding, for somebody to tell the manager. */
@Injectable()
export class RemindAgreements {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly facts: FactsRepository,
    private readonly repository: AgreementsRepository,
    private readonly outbox: OutboxService,
    private readonly findings: FindingsService,
  ) {}

  /** @returns how many were mailed now */
  async run(signal?: AbortSignal): Promise<number> {
    let mailed = 0;
    for (const municipality of this.configuration.municipalities) mailed += await this.of(municipality, signal);
    return mailed;
  }

  private async of({ code, policy }: MunicipalityConfiguration, signal?: AbortSignal): Promise<number> {
    const keys = policy.requireAgreement ? await this.whoseEnds(this.dataSource.manager, code) : [];
    const untold: Finding[] = [];
    let mailed = 0;
    for (let start = 0; start < keys.length; start += CHUNK) {
      if (signal?.aborted) return mailed;
      const done = await this.dataSource.transaction((manager) => this.chunk(manager, code, keys.slice(start, start + CHUNK)));
      mailed += done.mailed;
      untold.push(...done.untold);
      await breathe();
    }
    await this.dataSource.transaction((manager) =>
      this.findings.reconcile(manager, code, untold, this.clock.now(), ({ kind }) => kind === ENDS_UNTOLD),
    );
    return mailed;
  }

  /** People who have signed something that ends soon; what they have signed since is looked at with the facts. */
  private async whoseEnds(manager: EntityManager, municipality: string): Promise<string[]> {
    const today = localDateOf(this.clock.now());
    const horizon = addDays(today, Math.max(0, ...this.configuration.agreements.remindDays));
    const templates = await this.repository.versions(manager);
    const soon = (day: LocalDate | null): boolean => day !== null && addDays(day, -1) >= today && addDays(day, -1) <= horizon;
    const versions = [...templates.map(({ version }) => version), UNKNOWN_VERSION].filter((version) =>
      soon(replacedFrom(version, templates)),
    );
    const rows = await manager
      .createQueryBuilder(AgreementEntity, 'a')
      .select('DISTINCT a.hsa_id_key', 'key')
      .where('a.municipality = :municipality AND a.replaced_by IS NULL AND a.withdrawn_at IS NULL', { municipality })
      .andWhere(
        new Brackets((either) => {
          either.where('a.validTo BETWEEN :today AND :horizon', { today, horizon });
          if (versions.length > 0) either.orWhere('a.templateVersion IN (:...versions)', { versions });
        }),
      )
      .orderBy('a.hsa_id_key')
      .getRawMany<{ key: string }>();
    return rows.map(({ key }) => key);
  }

  private async chunk(
    manager: EntityManager,
    municipality: string,
    keys: readonly string[],
  ): Promise<{ mailed: number; untold: Finding[] }> {
    await aloneUntilEnd(manager, LOCKS.agreementReminders); // two instances would both find that nothing was sent
    const now = this.clock.now();
    const loaded = await this.facts.load(manager, municipality, keys);
    const sent = Map.groupBy(
      await manager.findBy(AgreementReminderEntity, { municipality, hsaIdKey: In(keys) }),
      ({ hsaIdKey }) => hsaIdKey,
    );
    const due: (Omit<AgreementReminderEntity, 'mailId'> & { draft: MailDraft | null })[] = [];
    const untold: Finding[] = [];
    for (const [hsaIdKey, { facts }] of loaded) {
      const lastDay = lastDayOf(facts);
      const { remindDays } = this.configuration.agreements;
      const isSoon = lastDay !== null && dueReminder(lastDay, remindDays, [], localDateOf(now)) !== null;
      if (!isSoon || !facts.account?.desiredEnabled) continue;
      const known = (sent.get(hsaIdKey) ?? []).filter((row) => row.lastDay === lastDay).map(({ days }) => days);
      const days = dueReminder(lastDay, remindDays, known, localDateOf(now));
      const address = addressOf(facts);
      if (address === null) untold.push(findingOf(facts, lastDay));
      const draft = address === null ? null : this.mail(municipality, address, facts, lastDay);
      if (days !== null) due.push({ municipality, hsaIdKey, lastDay, days, at: now, draft });
    }
    const mailIds = await this.outbox.queue(
      manager,
      due.flatMap(({ draft }) => draft ?? []),
    );
    const mailed = mailIds.length;
    const rows = due.map(({ draft, ...row }) => ({ ...row, mailId: draft ? (mailIds.shift() ?? null) : null }));
    await insertAll(manager, AgreementReminderEntity, rows);
    return { mailed, untold };
  }

  private mail(municipality: string, recipient: string, { agreement }: AccessFacts, lastDay: LocalDate): MailDraft {
    const { login, server } = this.configuration;
    const model: AgreementEndsMail = {
      kind: 'agreement-ends',
      lastDay,
      hasNewVersion: agreement?.replacedFrom === addDays(lastDay, 1),
      link: login.kind === 'none' ? null : publicLink(server.publicUrl, OWN_PAGE),
    };
    return { recipient, municipality, model };
  }
}

/** The last day on which the person's agreement holds; null where it holds for ever, or none does. */
function lastDayOf({ agreement }: AccessFacts): LocalDate | null {
  const day = agreement?.withdrawnAt === null ? lapsesOn(agreement) : null;
  return day === null ? null : addDays(day, -1);
}

const addressOf = ({ hsa }: AccessFacts): string | null => (hsa?.person && !hsa.person.isProtected ? hsa.person.mail : null);

const findingOf = ({ hsaId, hsa }: AccessFacts, lastDay: LocalDate): Finding => ({
  kind: ENDS_UNTOLD,
  hsaId,
  dn: null,
  detail: hsa?.person?.isProtected ? texts.protectedPerson(lastDay) : texts.noAddress(lastDay),
});
