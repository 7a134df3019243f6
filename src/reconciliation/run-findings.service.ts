import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ENDS_UNTOLD } from '../agreements/untold-finding';
import type { CompleteRead } from '../directory/directory-source';
import { isAboutAd } from '../external-ad/queue-findings';
import { type Finding, isAboutEntry, UNIT_UNKNOWN } from '../findings/finding';
import { FindingsService, type OpenFindingRow } from '../findings/findings.service';
import { MANAGER_WITHOUT_MAIL } from '../orders/reminders';
import { looseHsaIdKey } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import type { Instant } from '../platform/time';
import { findingText } from '../texts/sv/findings';
import { CollectFindingsService, type Standing } from './collect-findings.service';
import type { OpenFinding } from './run-result';
import { SAME_HUMAN, SameHumans } from './same-humans.service';

type LooksFor = (finding: OpenFindingRow) => boolean;

const isAboutReading: LooksFor = ({ kind }) => kind.startsWith('read-');

/** What a run finds, beside what was open before it. */
@Injectable()
export class RunFindings {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly findings: FindingsService,
    private readonly collector: CollectFindingsService,
    private readonly sameHumans: SameHumans,
  ) {}

  open(manager: EntityManager, municipality: string): Promise<OpenFinding[]> {
    return this.findings.open(manager, [municipality]);
  }

  /**
   * Of a complete read: the municipality's own, and everywhere those about one human with several HSA-ids, which a read
   * here can bring or end elsewhere.
   *
   * @param peopleChanged false where the run has changed nobody: there are no other humans than before
   */
  async record(
    manager: EntityManager,
    municipality: MunicipalityConfiguration,
    read: CompleteRead,
    { now, isHalted, peopleChanged }: { now: Instant; isHalted: boolean; peopleChanged: boolean },
  ): Promise<void> {
    const found = [...(isHalted ? [halted] : []), ...(await this.collector.collect(manager, municipality, read))];
    const looksFor = await this.lookedFor(manager, municipality.code, read);
    await this.findings.reconcile(manager, municipality.code, found, now, looksFor);
    if (!peopleChanged) return;
    const sameHumans = await this.sameHumans.find(manager);
    for (const { code } of this.configuration.municipalities) {
      await this.findings.reconcile(manager, code, sameHumans.get(code) ?? [], now, ({ kind }) => kind === SAME_HUMAN);
    }
  }

  async recordNotRead(manager: EntityManager, municipality: string, finding: Finding, now: Instant): Promise<void> {
    await this.findings.reconcile(manager, municipality, [finding], now, isAboutReading);
  }

  /** What would be open after a run that nobody has carried out. @param standing how people would stand; null where nothing would be applied */
  async preview(municipality: MunicipalityConfiguration, read: CompleteRead, standing: Standing | null): Promise<OpenFinding[]> {
    const { manager } = this.dataSource;
    const found = await this.collector.collect(manager, municipality, read, standing ?? undefined);
    const looksFor = await this.lookedFor(manager, municipality.code, read);
    return this.merged(municipality.code, [...(standing ? [] : [halted]), ...found], looksFor);
  }

  previewNotRead(municipality: string, finding: Finding): Promise<OpenFinding[]> {
    return this.merged(municipality, [finding], isAboutReading);
  }

  private async merged(municipality: string, found: readonly Finding[], looksFor: LooksFor): Promise<OpenFinding[]> {
    const open = await this.findings.open(this.dataSource.manager, [municipality]);
    return this.findings.merged(municipality, open, found, this.clock.now(), looksFor);
  }

  /**
   * Which open findings a read has anything to say of: the others stay.
   *
   * | finding about                           | full read | changes read |
   * |-----------------------------------------|-----------|--------------|
   * | one human with several HSA-ids          | no        | no           |
   * | an account in the AD                    | no        | no           |
   * | a unit that Cosmic does not know        | no        | no           |
   * | an agreement that ends                  | no        | no           |
   * | an entry that has not moved             |           | no           |
   * | an entry that is nearly right, not read | yes       | no           |
   * | anything else                           | yes       | yes          |
   */
  private async lookedFor(manager: EntityManager, municipality: string, read: CompleteRead): Promise<LooksFor> {
    if (read.mode === 'full') return ({ kind }) => !isOfOthers(kind);
    const fetched = new Set<string>();
    for (const { hsaId, dn } of read.entries) fetched.add(dn).add(hsaId === null ? dn : looseHsaIdKey(hsaId));
    const nearMisses = new Set<string>();
    for (const finding of await this.findings.openOf(manager, municipality, 'system-role-near-miss')) nearMisses.add(subject(finding));
    return (finding) => {
      if (isOfOthers(finding.kind)) return false;
      if (!isAboutEntry(finding.kind)) return true;
      const who = subject(finding);
      return !read.unmoved.has(who) && (fetched.has(who) || !nearMisses.has(who));
    };
  }
}

/** Found and closed by somebody else than a read. */
const OF_OTHERS: ReadonlySet<string> = new Set([SAME_HUMAN, UNIT_UNKNOWN, MANAGER_WITHOUT_MAIL, ENDS_UNTOLD]);

const isOfOthers = (kind: string): boolean => OF_OTHERS.has(kind) || isAboutAd(kind);

const subject = ({ hsaId, dn }: OpenFindingRow): string => (hsaId === null ? (dn ?? '') : looseHsaIdKey(hsaId));

const halted: Finding = { kind: 'halted', hsaId: null, dn: null, detail: findingText.halted };
