import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { accessPolicy } from '../access/decision-context';
import { type ExplainedBlocker, type Explanation, explain } from '../access/explain';
import { type AccessFacts, type AccessPolicy, nothingKnown } from '../access/facts';
import { FactsRepository } from '../access/facts.repository';
import { AuditService } from '../audit/audit.service';
import { AuditReads, type Read, type Reader } from '../audit/audit-reads.service';
import type { TrailRow } from '../audit/audit-trail.service';
import type { ReadEntry } from '../directory/directory-source';
import { DirectorySources } from '../directory/directory-sources.service';
import { FindingsService } from '../findings/findings.service';
import { covers, municipalitiesOf, type Reach } from '../auth/reach';
import { hsaIdKey } from '../people/hsa-id';
import { unitsOf } from '../people/unit-path';
import { PersonEntity } from '../people/person.entity';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { notFound, Refusal } from '../platform/refusal';
import { type Instant, type LocalDate, addMilliseconds, dayAfter, localDateOf, startOfDay } from '../platform/time';
import { MunicipalityStateEntity } from '../reconciliation/run.entity';
import { nextReading } from '../reconciliation/next-reading';
import { CaseEntity } from '../service-desk/case.entity';
import { followUpRefusals } from '../texts/follow-up-refusals';
import { auditActionText } from '../texts/sv/explanation';
import { type LinkedRow, type TrailLink, trailLinks } from './trail-links';

export interface TrailStep {
  at: Instant;
  action: string;
  text: string;
  actor: string;
  caseNumber: string | null;
  runId: string | null;
  /** One for all that one request or run did. */
  traceId: string | null;
  /** The role that was used. */
  role: string | null;
  reason: string | null;
  /** What was written: facts that moved, attributes and told fields before and after. Null for a protected person. */
  content: unknown;
}

export interface FullExplanation extends Explanation {
  hsaId: string;
  municipality: string | null;
  at: Instant;
  /** `recorded`: from what is kept; `directory`: looked up in the catalogue now; `not-yet`: nothing was kept that day; `unreadable`: not kept, and the catalogue could not be asked; `unknown`: found nowhere. */
  source: 'recorded' | 'directory' | 'not-yet' | 'unreadable' | 'unknown';
  lastCompleteReadAt: Instant | null;
  cases: { number: string; event: string; state: string; openedAt: Instant }[];
  findings: { kind: string; detail: string; dn: string | null; since: Instant }[];
  /** The first rule that fails; null: none does. */
  firstRule: ExplainedBlocker | null;
  /** Of the step that the chain began with: the order, or what came first where nobody ordered. */
  traceId: string | null;
  /** From order to information: what holds, and what shows it. */
  links: TrailLink[];
  trail: TrailStep[];
}

/** With what tells whether it lies within somebody's reach. */
type Told = FullExplanation & { units: readonly string[] };

/** Answers why somebody has access or has not, today or on any past day, from the facts and the audit trail. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly facts: FactsRepository,
    private readonly audit: AuditService,
    private readonly findings: FindingsService,
    private readonly sources: DirectorySources,
    private readonly reads: AuditReads,
  ) {}

  /**
   * @param day a past day; what held when it ended is told. Null: now.
   * @param within what the reader may reach; null: everything, for somebody at the service's own terminal
   * @throws Refusal not-found: missing, foreign, and protected to somebody whose reach is a unit
   */
  async explain(hsaId: string, day: LocalDate | null, within: Reach | null = null): Promise<FullExplanation> {
    const told = await this.told(hsaId, day, within);
    if (within && !covers(within, told.municipality ?? '', told.units)) throw notFound();
    const { units: _units, ...explanation } = told;
    return explanation;
  }

  /** To a reader; that they read it is on the disk before. @throws Refusal not-found; date-in-the-future */
  async tell(within: Reach, hsaId: string, day: LocalDate | null, reader: Reader): Promise<FullExplanation> {
    if (day !== null && day > localDateOf(this.clock.now()))
      throw new Refusal('date-in-the-future', 422, followUpRefusals['date-in-the-future']);
    const told = await this.explain(hsaId, day, within);
    await this.reads.read(reader, explained(told));
    return told;
  }

  private async told(hsaId: string, day: LocalDate | null, within: Reach | null): Promise<Told> {
    const key = hsaIdKey(hsaId.trim());
    const codes = within && municipalitiesOf(within);
    const own = this.configuration.municipalities.filter(({ code }) => codes?.includes(code) ?? true);
    const now = this.clock.now();
    const at = day === null || day === localDateOf(now) ? now : addMilliseconds(startOfDay(dayAfter(day)), -1);
    const recorded = await this.municipalityOf(key, own);
    if (!recorded)
      return at === now ? this.notRecorded(hsaId, key, at, own) : { ...(await this.nothing(hsaId, null, at)), source: 'not-yet' };
    const { municipality, isProtected } = recorded;
    const { code } = municipality;
    const policy = accessPolicy(this.configuration, municipality);
    const loaded = (await this.facts.load(this.dataSource.manager, code, [key])).get(key);
    const trail = (await this.audit.trail(key, at === now ? {} : { until: addMilliseconds(at, 1) })).filter(
      (row) => row.municipality === code,
    );
    const facts = at === now ? loaded?.facts : factsOn(trail);
    if (!facts) return { ...(await this.nothing(hsaId, municipality, at)), source: 'not-yet' };
    const state = await this.dataSource.manager.findOneBy(MunicipalityStateEntity, { code });
    const cases = await this.dataSource.manager.find(CaseEntity, {
      where: { municipality: code, hsaIdKey: key },
      order: { number: 'ASC' },
    });
    return {
      hsaId: facts.hsaId,
      municipality: code,
      at,
      source: 'recorded',
      ...withFirstRule(explain(facts, policy, at, isProtected)),
      lastCompleteReadAt: state?.lastCompleteReadAt ?? null,
      cases: cases
        .filter(({ openedAt }) => openedAt <= at)
        .map(({ number, event, state: standing, openedAt }) => ({ number, event, state: standing, openedAt })),
      findings: await this.findingsAbout(code, [facts.hsaId, hsaId]),
      units: isProtected ? [] : unitsOf(loaded?.facts.hsa?.person ?? null),
      traceId: beginningOf(facts, trail)?.traceId ?? null,
      links: trailLinks(facts, trail.map(linked), { systemRole: this.configuration.systemRole, isProtected }),
      trail: trail.map((row) => step(row, isProtected)),
    };
  }

  /** The municipality that keeps facts about the HSA-id; with several, the one where there is an account or a readable entry. */
  private async municipalityOf(
    key: string,
    own: readonly MunicipalityConfiguration[],
  ): Promise<{ municipality: MunicipalityConfiguration; isProtected: boolean } | null> {
    const rows = await this.dataSource.manager.find(PersonEntity, {
      select: { municipality: true, hsaIdKey: true, isProtected: true },
      where: { municipality: In(own.map(({ code }) => code)), hsaIdKey: key },
      order: { state: 'ASC', municipality: 'ASC' },
    });
    const recorded = rows.flatMap(({ municipality: code, isProtected }) => {
      const municipality = own.find((one) => one.code === code);
      return municipality ? [{ municipality, isProtected }] : [];
    });
    const byPrefix = recorded.find(({ municipality: { hsaIdPrefixes } }) =>
      hsaIdPrefixes.some((prefix) => key.startsWith(prefix.toLowerCase())),
    );
    return byPrefix ?? recorded[0] ?? null;
  }

  /** Nothing is kept about somebody without the role: the catalogue itself is asked. */
  private async notRecorded(hsaId: string, key: string, at: Instant, own: readonly MunicipalityConfiguration[]): Promise<Told> {
    const byPrefix = own.filter(({ hsaIdPrefixes }) => hsaIdPrefixes.some((prefix) => key.startsWith(prefix.toLowerCase())));
    let isUnreadable = false;
    for (const municipality of byPrefix.length > 0 ? byPrefix : own) {
      const found = await this.sources.of(municipality.code).find(key);
      isUnreadable ||= !('found' in found);
      if ('found' in found && found.found) return this.fromDirectory(hsaId, municipality, found.entry, at);
      const findings = await this.findingsAbout(municipality.code, [hsaId]);
      if (findings.length > 0) return { ...(await this.nothing(hsaId, municipality, at)), findings };
    }
    const nothing = await this.nothing(hsaId, byPrefix[0] ?? null, at);
    // A catalogue that could not be read says nothing about who is in it.
    return isUnreadable ? { ...nothing, source: 'unreadable', blockers: [] } : nothing;
  }

  private async fromDirectory(hsaId: string, municipality: MunicipalityConfiguration, entry: ReadEntry, at: Instant): Promise<Told> {
    const facts = { ...nothingKnown(hsaId, municipality.code), hsa: nextReading(null, entry, null, null, at).reading };
    const findings = await this.findingsAbout(municipality.code, [hsaId, ...(entry.hsaId === null ? [] : [entry.hsaId])]);
    return {
      ...this.frame(facts, municipality.code, at, entry.isProtected),
      source: 'directory',
      ...withFirstRule(explain(facts, accessPolicy(this.configuration, municipality), at, entry.isProtected)),
      units: entry.isProtected ? [] : unitsOf(facts.hsa.person),
      findings,
    };
  }

  private async nothing(hsaId: string, municipality: MunicipalityConfiguration | null, at: Instant): Promise<Told> {
    const policy = municipality ? accessPolicy(this.configuration, municipality) : POLICY_OF_NOBODY;
    const facts = nothingKnown(hsaId, municipality?.code ?? '');
    const findings = municipality ? await this.findingsAbout(municipality.code, [hsaId]) : [];
    return { ...this.frame(facts, municipality?.code ?? null, at, false), ...withFirstRule(explain(facts, policy, at)), findings };
  }

  private frame(facts: AccessFacts, municipality: string | null, at: Instant, isProtected: boolean) {
    const links = trailLinks(facts, [], { systemRole: this.configuration.systemRole, isProtected });
    const nothing = { lastCompleteReadAt: null, cases: [], findings: [], traceId: null, units: [], trail: [] };
    return { hsaId: facts.hsaId, municipality, at, source: 'unknown' as const, links, ...nothing };
  }

  private async findingsAbout(municipality: string, hsaIds: string[]): Promise<FullExplanation['findings']> {
    const rows = await this.findings.openAbout(this.dataSource.manager, municipality, [...new Set(hsaIds)]);
    return rows.map(({ kind, detail, dn, since }) => ({ kind, detail, dn, since }));
  }
}

/** For an HSA-id that belongs to no municipality: the settings that hold when nothing is said. */
const POLICY_OF_NOBODY: AccessPolicy = {
  requireOrder: false,
  requireAgreement: true,
  requireTestLogin: true,
  agreementGraceDays: 0,
  disableWhenAgreementLapses: false,
};

interface Payload {
  facts?: AccessFacts;
  /** Of the account, where it moved in the AD and nothing else did. */
  standing?: AccessFacts['account'];
  account?: unknown;
  case?: unknown;
  what?: unknown;
}

/** The facts as the last rows before the moment left them; none where their payload has been erased. */
function factsOn(trail: readonly TrailRow[]): AccessFacts | null {
  const payloads = trail.map(({ payload }) => (payload ?? {}) as Payload);
  const last = payloads.findLastIndex(({ facts }) => facts);
  const facts = payloads[last]?.facts ?? null;
  const standing = payloads.slice(last + 1).findLast((payload) => payload.standing)?.standing;
  return facts && standing ? { ...facts, account: standing } : facts;
}

/** The audit row that an explanation leaves when it is shown. Nobody is its subject where nobody is known by the HSA-id. */
export const explained = ({ hsaId, municipality, at, source }: FullExplanation): Read => ({
  action: 'person-explained',
  municipality,
  subject: source === 'recorded' || source === 'directory' ? hsaIdKey(hsaId) : null,
  payload: { hsaId: hsaIdKey(hsaId), at, source },
});

const withFirstRule = (explanation: Explanation): Explanation & Pick<FullExplanation, 'firstRule'> => ({
  ...explanation,
  firstRule: explanation.blockers[0] ?? null,
});

/** The row that the order came with, or the first of all. */
function beginningOf({ order }: AccessFacts, trail: readonly TrailRow[]): TrailRow | undefined {
  const placed = order && trail.find(({ payload }) => (payload as Payload | null)?.facts?.order?.number === order.number);
  return placed ?? trail[0];
}

const linked = ({ at, action, actor, payload }: TrailRow): LinkedRow => {
  const { facts, account } = (payload ?? {}) as Payload;
  return { at, action, actor, facts, account: account as LinkedRow['account'] };
};

function step({ at, action, actor, caseNumber, runId, traceId, reason, payload, payloadState }: TrailRow, isProtected: boolean): TrailStep {
  const { facts: _facts, standing: _standing, ...content } = (payload ?? {}) as Payload;
  return {
    at,
    action,
    text: auditActionText(action),
    actor: `${actor.kind}:${actor.name}`,
    caseNumber,
    runId,
    traceId,
    role: actor.role ?? null,
    reason: isProtected ? null : reason,
    content: payloadState === 'open' && !isProtected ? content : null,
  };
}
