import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Explanation, explain } from '../access/explain';
import { type AccessFacts, nothingKnown } from '../access/facts';
import { FactsRepository } from '../access/facts.repository';
import { AuditService } from '../audit/audit.service';
import type { TrailRow } from '../audit/audit-trail.service';
import type { ReadEntry } from '../directory/directory-source';
import { DirectorySources } from '../directory/directory-sources.service';
import { FindingsService } from '../findings/findings.service';
import { hsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { type Instant, type LocalDate, addMilliseconds, dayAfter, localDateOf, startOfDay } from '../platform/time';
import { MunicipalityStateEntity } from '../reconciliation/run.entity';
import { nextReading } from '../reconciliation/next-reading';
import { CaseEntity } from '../service-desk/case.entity';
import { auditActionText } from '../texts/sv/explanation';

export interface TrailStep {
  at: Instant;
  action: string;
  text: string;
  actor: string;
  caseNumber: string | null;
  runId: string | null;
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
  trail: TrailStep[];
}

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
  ) {}

  /** @param day a past day; what held when it ended is told. Null: now. */
  async explain(hsaId: string, day: LocalDate | null): Promise<FullExplanation> {
    const key = hsaIdKey(hsaId.trim());
    const now = this.clock.now();
    const at = day === null || day === localDateOf(now) ? now : addMilliseconds(startOfDay(dayAfter(day)), -1);
    const municipality = await this.municipalityOf(key);
    if (!municipality)
      return at === now ? this.notRecorded(hsaId, key, at) : { ...(await this.nothing(hsaId, null, at)), source: 'not-yet' };
    const { code, policy } = municipality;
    const loaded = (await this.facts.load(this.dataSource.manager, code, [key])).get(key);
    const isProtected = await this.isProtected(code, key);
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
      ...explain(facts, policy, at, isProtected),
      lastCompleteReadAt: state?.lastCompleteReadAt ?? null,
      cases: cases
        .filter(({ openedAt }) => openedAt <= at)
        .map(({ number, event, state: standing, openedAt }) => ({ number, event, state: standing, openedAt })),
      findings: await this.findingsAbout(code, [facts.hsaId, hsaId]),
      trail: trail.map((row) => step(row, isProtected)),
    };
  }

  /** The municipality that keeps facts about the HSA-id; with several, the one where there is an account or a readable entry. */
  private async municipalityOf(key: string): Promise<MunicipalityConfiguration | null> {
    const rows = await this.dataSource.manager.find(PersonEntity, {
      where: { hsaIdKey: key },
      order: { state: 'ASC', municipality: 'ASC' },
    });
    const configured = rows.flatMap((row) => this.configuration.municipalities.find(({ code }) => code === row.municipality) ?? []);
    return (
      configured.find(({ hsaIdPrefixes }) => hsaIdPrefixes.some((prefix) => key.startsWith(prefix.toLowerCase()))) ?? configured[0] ?? null
    );
  }

  private async isProtected(municipality: string, hsaIdKeyed: string): Promise<boolean> {
    return (await this.dataSource.manager.findOneBy(PersonEntity, { municipality, hsaIdKey: hsaIdKeyed }))?.isProtected ?? false;
  }

  /** Nothing is kept about somebody without the role: the catalogue itself is asked. */
  private async notRecorded(hsaId: string, key: string, at: Instant): Promise<FullExplanation> {
    const byPrefix = this.configuration.municipalities.filter(({ hsaIdPrefixes }) =>
      hsaIdPrefixes.some((prefix) => key.startsWith(prefix.toLowerCase())),
    );
    let isUnreadable = false;
    for (const municipality of byPrefix.length > 0 ? byPrefix : this.configuration.municipalities) {
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

  private async fromDirectory(
    hsaId: string,
    municipality: MunicipalityConfiguration,
    entry: ReadEntry,
    at: Instant,
  ): Promise<FullExplanation> {
    const facts = { ...nothingKnown(hsaId, municipality.code), hsa: nextReading(null, entry, null, null, at).reading };
    const findings = await this.findingsAbout(municipality.code, [hsaId, ...(entry.hsaId === null ? [] : [entry.hsaId])]);
    return {
      ...this.frame(hsaId, municipality.code, at),
      source: 'directory',
      ...explain(facts, municipality.policy, at, entry.isProtected),
      findings,
    };
  }

  private async nothing(hsaId: string, municipality: MunicipalityConfiguration | null, at: Instant): Promise<FullExplanation> {
    const policy = municipality?.policy ?? { requireOrder: false, requireAgreement: true };
    const facts = nothingKnown(hsaId, municipality?.code ?? '');
    const findings = municipality ? await this.findingsAbout(municipality.code, [hsaId]) : [];
    return { ...this.frame(hsaId, municipality?.code ?? null, at), ...explain(facts, policy, at), findings };
  }

  private frame(hsaId: string, municipality: string | null, at: Instant) {
    return { hsaId, municipality, at, source: 'unknown' as const, lastCompleteReadAt: null, cases: [], findings: [], trail: [] };
  }

  private async findingsAbout(municipality: string, hsaIds: string[]): Promise<FullExplanation['findings']> {
    const rows = await this.findings.openAbout(this.dataSource.manager, municipality, [...new Set(hsaIds)]);
    return rows.map(({ kind, detail, dn, since }) => ({ kind, detail, dn, since }));
  }
}

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

function step({ at, action, actor, caseNumber, runId, reason, payload, payloadState }: TrailRow, isProtected: boolean): TrailStep {
  const { facts: _facts, standing: _standing, ...content } = (payload ?? {}) as Payload;
  return {
    at,
    action,
    text: auditActionText(action),
    actor: `${actor.kind}:${actor.name}`,
    caseNumber,
    runId,
    reason: isProtected ? null : reason,
    content: payloadState === 'open' && !isProtected ? content : null,
  };
}
