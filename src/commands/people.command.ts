import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accessPolicy } from '../access/decision-context';
import { assess } from '../access/assess';
import type { AccountFact } from '../access/facts';
import { FactsRepository, accountFact } from '../access/facts.repository';
import type { Stage } from '../access/stages';
import type { Actor } from '../audit/actor';
import { AuditReads } from '../audit/audit-reads.service';
import { ExplainService, explained } from '../explanation/explain.service';
import type { AccountAttributes } from '../external-ad/account.types';
import type { AccountEntity } from '../external-ad/account.entity';
import { AccountsRepository } from '../external-ad/accounts.repository';
import { protectedAccount } from '../external-ad/account';
import { limitOf } from '../external-ad/limits';
import { accountDn } from '../external-ad/placement';
import { NO_MUNICIPALITY } from '../findings/finding';
import { FindingsService } from '../findings/findings.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { type Instant, displayTime, isLocalDate, localDateOf } from '../platform/time';
import { stageText } from '../texts/sv/access';
import { adQueueTexts } from '../texts/sv/ad-queue';
import { caseLines } from '../texts/sv/case';
import { cliTexts } from '../texts/sv/cli';
import { findingKindText } from '../texts/sv/finding-kinds';
import { reader } from './everything.cli';
import { type Answer, EXIT, UsageError, table } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';

const CHUNK = 500;

/** One row of `accounts --json`. */
interface ShownAccount extends Omit<AccountFact, 'desiredEnabled' | 'applied' | 'refused'> {
  hsaId: string;
  municipality: string;
  userPrincipalName: string;
  dn: string;
  /** The desired state. */
  enabled: boolean;
  stage: Stage;
  /** `invocationId` of the controller that a write was last sent to; null where none was. */
  writtenTo: string | null;
  applied: AccountAttributes | null;
  /** With the sentence that says who can mend it. */
  refused: (NonNullable<AccountFact['refused']> & { text: string }) | null;
}

/** What may be asked about people: `accounts`, `explain`, `findings`. */
@Injectable()
export class PeopleCommand {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly repository: AccountsRepository,
    private readonly facts: FactsRepository,
    private readonly explainer: ExplainService,
    private readonly findingsService: FindingsService,
    private readonly reads: AuditReads,
  ) {}

  /** Every account, sorted by HSA-id: the same bytes while nothing changed. */
  async accounts(codes: string[]): Promise<Answer> {
    const now = this.clock.now();
    const municipalities = this.configuration.municipalities.filter(({ code }) => codes.length === 0 || codes.includes(code));
    const unknown = codes.find((code) => !municipalities.some((one) => one.code === code));
    if (unknown !== undefined) {
      throw new UsageError(
        cliTexts.unknownMunicipality(
          unknown,
          this.configuration.municipalities.map(({ code }) => code),
        ),
      );
    }
    const { manager } = this.dataSource;
    const rows = await this.repository.list(
      manager,
      municipalities.map(({ code }) => code),
    );
    const accounts: ShownAccount[] = [];
    for (const municipality of municipalities) {
      const own = rows.filter((row) => row.municipality === municipality.code);
      accounts.push(...(await this.shown(own, municipality, now)));
    }
    accounts.sort((one, other) => (one.hsaId.toLowerCase() < other.hsaId.toLowerCase() ? -1 : 1));
    const rowsShown = table(
      accounts.map(({ hsaId, accountName, enabled, stage }) => [hsaId, accountName, cliTexts.accountState(enabled), stageText[stage]]),
    );
    const lines = rowsShown.flatMap((line, index) => [line, ...notApplied(accounts[index])]);
    return { json: accounts, lines: lines.length === 0 ? [cliTexts.nothing] : lines, status: EXIT.done };
  }

  private async shown(rows: AccountEntity[], municipality: MunicipalityConfiguration, now: Instant): Promise<ShownAccount[]> {
    const { code } = municipality;
    const policy = accessPolicy(this.configuration, municipality);
    const shown: ShownAccount[] = [];
    for (let start = 0; start < rows.length; start += CHUNK) {
      const chunk = rows.slice(start, start + CHUNK);
      const keys = chunk.map(({ hsaIdKey }) => hsaIdKey);
      const loaded = await this.facts.load(this.dataSource.manager, code, keys);
      for (const row of chunk) {
        const facts = loaded.get(row.hsaIdKey)?.facts;
        const { desired, applied, ...account } = accountFact(row);
        // Protection may be known before the account may be changed: in a halted municipality.
        const mask = (attributes: AccountAttributes) => (facts?.hsa?.person?.isProtected ? protectedAccount(attributes) : attributes);
        shown.push({
          hsaId: desired.hsaId,
          municipality: code,
          accountName: row.accountName,
          userPrincipalName: row.userPrincipalName,
          dn: accountDn(desired),
          enabled: row.desiredEnabled,
          stage: facts ? assess(facts, policy, now).stage : 'none',
          desired: mask(desired),
          desiredVersion: account.desiredVersion,
          applied: applied && mask(applied),
          appliedVersion: account.appliedVersion,
          appliedAt: account.appliedAt,
          refused: account.refused && { ...account.refused, text: adQueueTexts.held(account.refused.code) },
          refusedAttributes: account.refusedAttributes,
          nextAttemptAt: account.nextAttemptAt,
          attempts: account.attempts,
          writtenTo: row.controller,
          createdAt: account.createdAt,
          disabledAt: account.disabledAt,
          closedAt: account.closedAt,
          deletedAt: account.deletedAt,
        });
      }
    }
    return shown;
  }

  /** @param actor leaves a row that they looked; none where nobody did */
  async explain(hsaId: string, at: string | null, actor: Actor | null = null): Promise<Answer> {
    refusePersonalNumber(hsaId);
    if (at !== null && !isLocalDate(at)) throw new UsageError(cliTexts.badDate(at));
    if (at !== null && at > localDateOf(this.clock.now())) throw new UsageError(cliTexts.futureDate(at));
    const told = await this.explainer.explain(hsaId, at);
    if (actor) await this.reads.read(reader(actor), explained(told));
    const lines = [
      cliTexts.explainHeading(told.hsaId, told.municipality, displayTime(told.at)),
      cliTexts.source[told.source],
      `${stageText[told.stage]}. ${cliTexts.hasAccount(told.entitledToAccount)}.`,
      told.blockers.length === 0 ? cliTexts.nothingInTheWay : cliTexts.inTheWay,
      ...told.blockers.map(({ text, ownerText, since }) => cliTexts.blocker(text, ownerText, since === null ? null : displayTime(since))),
      ...(told.findings.length === 0
        ? []
        : [
            cliTexts.openFindings(told.findings.length),
            ...told.findings.map(({ kind, detail }) => `  - ${findingKindText(kind)}: ${detail}`),
          ]),
      ...(told.cases.length === 0
        ? []
        : [
            cliTexts.cases,
            ...told.cases.map(
              ({ number, event, state, openedAt }) => `  - ${caseLines.heading(number, event, state, displayTime(openedAt))}`,
            ),
          ]),
      ...(told.trail.length === 0
        ? []
        : [
            cliTexts.trail,
            ...told.trail.map(
              ({ at: when, text, actor, caseNumber }) =>
                `  ${displayTime(when)} ${text}${caseNumber === null ? '' : ` (${caseNumber})`}, ${actor}`,
            ),
          ]),
    ];
    return { json: told, lines, status: EXIT.done };
  }

  async findings(): Promise<Answer> {
    const codes = this.configuration.municipalities.map(({ code }) => code);
    const rows = await this.findingsService.open(this.dataSource.manager, [...codes, NO_MUNICIPALITY]);
    const json = rows.map(({ kind, municipality, hsaId, dn, detail, since }) => ({
      kind,
      municipality,
      ...(hsaId === null ? {} : { hsaId }),
      ...(dn === null ? {} : { dn }),
      detail,
      since,
    }));
    const lines = rows.flatMap(({ kind, municipality, hsaId, dn, detail, since }) => [
      `${[municipality, hsaId, findingKindText(kind)].filter(Boolean).join(' ')} (${displayTime(since)})`,
      `    ${detail}${dn === null ? '' : `\n    ${dn}`}`,
    ]);
    return { json, lines: [cliTexts.openFindings(rows.length), ...lines], status: EXIT.done };
  }
}

/** Why an account is not, or not wholly, as it should be in the AD. */
function notApplied(account: ShownAccount | undefined): string[] {
  if (!account) return [];
  const { refused, refusedAttributes, nextAttemptAt, attempts } = account;
  const attributes = refusedAttributes.map(
    ({ attribute, code, subCode }) => `    ${adQueueTexts.attribute(attribute, code, subCode, limitOf(attribute))}`,
  );
  if (refused) return [`    ${adQueueTexts.since(refused.text, displayTime(refused.since))}`, ...attributes];
  if (attributes.length > 0 || nextAttemptAt === null) return attributes;
  return [`    ${adQueueTexts.waits(attempts, displayTime(nextAttemptAt))}`];
}
