import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assess } from '../access/assess';
import { accessPolicy } from '../access/decision-context';
import { nothingKnown } from '../access/facts';
import { FactsRepository } from '../access/facts.repository';
import { PersonChanges, type PersonChange } from '../access/person-changes.service';
import type { Actor } from '../audit/actor';
import { hasHsaIdPrefix, hsaIdKey } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { type CsvFault, csvTable } from '../platform/csv-table';
import { rowsOf } from '../platform/database/bulk';
import { type Instant, localDateOf, startOfDay } from '../platform/time';
import { CaseService } from '../service-desk/case.service';
import { nameGiven } from '../service-desk/desk-refusal';
import { GrantEntity } from '../service-desk/grant.entity';
import { BaselineAgreements } from './baseline-agreements.port';
import { type BaselineDifference, baselineDifferences } from './baseline-differences';
import { type BaselinePerson, type BaselineProblem, baselinePeople } from './baseline-rows';

const COLUMNS = {
  hsaId: { headings: ['HSA-id', 'employeeHsaId'], required: true },
  grantedSince: { headings: ['behörig sedan', 'granted since'], required: true },
  units: { headings: ['enheter', 'units'], required: false },
  agreementSigned: { headings: ['förbindelse undertecknad', 'agreement signed'], required: false },
  municipality: { headings: ['kommun', 'municipality'], required: false },
};

/** People recorded in one transaction. */
const CHUNK = 250;

export interface BaselineResult {
  outcome: 'previewed' | 'imported';
  /** People in the file, and those of whom something was not recorded before. */
  people: number;
  recorded: number;
  /** Units at which a permission was recorded. */
  grants: number;
  agreements: number;
  casesClosed: number;
  mailsWithdrawn: number;
  differences: { municipality: string; hsaId: string; differences: BaselineDifference[] }[];
}

export type BaselineImport =
  | { outcome: 'faulty'; fault: CsvFault | null; column: string | null; problems: { line: number; problem: BaselineProblem | CsvFault }[] }
  | BaselineResult;

interface Origin {
  actor: Actor;
  traceId: string;
  reason: string;
  dryRun: boolean;
}

/**
 * Those who already work in Cosmic, as facts: no case is opened for them, no mail is sent, and what was opened before the
 * file came is closed. The same file once more changes nothing.
 */
@Injectable()
export class ImportBaseline {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly changes: PersonChanges,
    private readonly facts: FactsRepository,
    private readonly cases: CaseService,
    private readonly agreements: BaselineAgreements,
  ) {}

  async import(file: Buffer, origin: Origin): Promise<BaselineImport> {
    const name = nameGiven(origin.actor.name);
    const table = csvTable(file, COLUMNS);
    if ('fault' in table) {
      const problems = table.line === null ? [] : [{ line: table.line, problem: table.fault }];
      return { outcome: 'faulty', fault: table.fault, column: table.column, problems };
    }
    const { municipalities } = this.configuration;
    const { people, problems } = baselinePeople(table.rows, {
      codes: new Set(municipalities.map(({ code }) => code)),
      municipalityOf: (hsaId) => municipalities.find(({ hsaIdPrefixes }) => hasHsaIdPrefix(hsaId, hsaIdPrefixes))?.code ?? null,
      today: localDateOf(this.clock.now()),
    });
    if (problems.length > 0) return { outcome: 'faulty', fault: null, column: null, problems };
    const result = nothingYet(origin.dryRun, people.length);
    for (const municipality of municipalities) {
      const own = people.filter((person) => person.municipality === municipality.code);
      for (let start = 0; start < own.length; start += CHUNK) {
        const chunk = own.slice(start, start + CHUNK);
        if (origin.dryRun) await this.preview(municipality, chunk, result);
        else await this.record(municipality, chunk, name, origin, result);
        await this.compare(municipality, chunk, result);
      }
    }
    return result;
  }

  private async preview({ code }: MunicipalityConfiguration, chunk: readonly BaselinePerson[], result: BaselineResult): Promise<void> {
    const missing = await this.missing(this.dataSource.manager, code, chunk, '', this.clock.now());
    result.grants += [...missing.values()].flat().length;
    result.recorded += missing.size;
  }

  private async record(
    { code }: MunicipalityConfiguration,
    chunk: readonly BaselinePerson[],
    name: string,
    { actor, traceId, reason }: Origin,
    result: BaselineResult,
  ): Promise<void> {
    await this.changes.record(code, { actor, runId: null, traceId, reason }, async (manager, { now }) => {
      const keys = chunk.map(({ hsaId }) => hsaIdKey(hsaId));
      await this.facts.load(manager, code, keys, { forUpdate: true });
      const missing = await this.missing(manager, code, chunk, name, now);
      const grants = [...missing.values()].flat();
      for (const grant of grants) await manager.insert(GrantEntity, grant);
      const recorded = new Set(missing.keys());
      for (const { hsaId, agreementSigned } of chunk) {
        if (agreementSigned === null) continue;
        const agreement = { municipality: code, hsaIdKey: hsaIdKey(hsaId), hsaId, signedOn: agreementSigned };
        if (!(await this.agreements.record(manager, agreement, actor, now))) continue;
        result.agreements += 1;
        recorded.add(hsaIdKey(hsaId));
      }
      const { closed, withdrawn } = await this.cases.closeNew(manager, code, keys, now);
      result.grants += grants.length;
      result.casesClosed += closed.size;
      result.mailsWithdrawn += withdrawn;
      const changed = new Set([...recorded, ...closed.keys()]);
      result.recorded += changed.size;
      const changes = [...changed].sort().map((key): PersonChange => {
        const caseNumber = closed.get(key);
        return { hsaIdKey: key, what: ['baseline'], ...(caseNumber !== undefined && { caseNumber }) };
      });
      return { result: null, changes };
    });
  }

  /** Grants of the file that are not recorded as open yet, by HSA-id key. Nothing of somebody who is recorded at other units is taken away. */
  private async missing(
    manager: EntityManager,
    municipality: string,
    chunk: readonly BaselinePerson[],
    name: string,
    now: Instant,
  ): Promise<Map<string, GrantEntity[]>> {
    const keys = chunk.map(({ hsaId }) => hsaIdKey(hsaId));
    const recorded = Map.groupBy(await rowsOf(manager, GrantEntity, { municipality }, 'hsaIdKey', keys), ({ hsaIdKey: key }) => key);
    const all = new Map<string, GrantEntity[]>();
    for (const person of chunk) {
      const key = hsaIdKey(person.hsaId);
      // One that was taken over once and removed since is not taken over again: the file is older than that.
      const there = recorded.get(key)?.filter(({ source, removedAt }) => removedAt === null || source === 'baseline') ?? [];
      const units = person.units.length > 0 ? person.units : there.length > 0 ? [] : [null];
      const missing = units.filter((unit) => !there.some(({ unitHsaId }) => sameUnit(unitHsaId, unit)));
      if (missing.length > 0)
        all.set(
          key,
          missing.map((unit) => grantOf(person, unit, name, now)),
        );
    }
    return all;
  }

  private async compare(municipality: MunicipalityConfiguration, chunk: readonly BaselinePerson[], result: BaselineResult): Promise<void> {
    const { code } = municipality;
    const keys = chunk.map(({ hsaId }) => hsaIdKey(hsaId));
    const loaded = await this.facts.load(this.dataSource.manager, code, keys);
    const policy = accessPolicy(this.configuration, municipality);
    for (const { hsaId, units } of chunk) {
      const facts = loaded.get(hsaIdKey(hsaId))?.facts ?? nothingKnown(hsaId, code);
      const differences = baselineDifferences(facts, assess(facts, policy, this.clock.now()), units);
      if (differences.length > 0) result.differences.push({ municipality: code, hsaId, differences });
    }
  }
}

const nothingYet = (dryRun: boolean, people: number): BaselineResult => ({
  outcome: dryRun ? 'previewed' : 'imported',
  people,
  recorded: 0,
  grants: 0,
  agreements: 0,
  casesClosed: 0,
  mailsWithdrawn: 0,
  differences: [],
});

const sameUnit = (one: string | null, other: string | null): boolean => (one?.toLowerCase() ?? null) === (other?.toLowerCase() ?? null);

/** Whoever works there knows it: nobody is told. */
function grantOf(person: BaselinePerson, unitHsaId: string | null, grantedBy: string, now: Instant): GrantEntity {
  const since = startOfDay(person.grantedSince);
  return {
    id: randomUUID(),
    municipality: person.municipality,
    hsaIdKey: hsaIdKey(person.hsaId),
    hsaId: person.hsaId,
    unitHsaId,
    source: 'baseline',
    caseNumber: null,
    orderNumber: null,
    grantedBy,
    grantedAt: since,
    undoUntil: since,
    noticeAt: now,
    informedAt: since,
    informedBy: null,
    removedAt: null,
    removedBy: null,
  };
}
