import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { AuditService } from '../audit/audit.service';
import type { Actor } from '../audit/actor';
import type { Reach } from '../auth/reach';
import { PeopleRepository } from '../people/people.repository';
import { PersonEntity } from '../people/person.entity';
import { Clock } from '../platform/clock';
import { insertAll } from '../platform/database/bulk';
import { type CsvFault, csvTable } from '../platform/csv-table';
import { aloneUntilEnd, LOCKS } from '../platform/database/row-locks';
import type { Instant } from '../platform/time';
import { wholly } from '../service-desk/case-desk.service';
import { deskRefusal, nameGiven } from '../service-desk/desk-refusal';
import { CosmicUnitEntity, CosmicUnitListEntity } from './cosmic-unit.entity';
import { Resettle } from './resettle.service';
import { type CosmicUnit, type UnitChange, unitChanges, unitList, type UnitProblem } from './unit-list';
import { type HsaUnit, type UnitDifference, unitDifferences } from './unit-report';

const COLUMNS = {
  hsaId: { headings: ['HSA-id', 'enhetens HSA-id', 'unit'], required: true },
  name: { headings: ['namn', 'enhet', 'name'], required: true },
  parent: { headings: ['överordnad', 'överordnad enhet', 'parent'], required: false },
};

export type UnitImport =
  | { outcome: 'faulty'; fault: CsvFault | null; column: string | null; problems: { line: number; problem: UnitProblem | CsvFault }[] }
  | { outcome: 'previewed' | 'imported' | 'unchanged'; version: number; units: number; changes: UnitChange[]; resettled: number };

export interface UnitReport {
  municipality: string;
  /** Null: no list has been imported. */
  version: number | null;
  importedAt: Instant | null;
  differences: UnitDifference[];
}

/** The units that Cosmic knows, by municipality: imported whole, as a new version, and compared with HSA. */
@Injectable()
export class CosmicUnits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly people: PeopleRepository,
    private readonly resettle: Resettle,
    private readonly audit: AuditService,
  ) {}

  /** All or nothing: with a row that is wrong nothing is imported. The same list once more changes nothing. */
  async import(
    reach: Reach,
    municipality: string,
    file: Buffer,
    { actor, traceId, reason, dryRun }: { actor: Actor; traceId: string; reason: string | null; dryRun: boolean },
  ): Promise<UnitImport> {
    const name = nameGiven(actor.name);
    if (!wholly(reach).includes(municipality) || !this.resettle.isConfigured(municipality)) throw deskRefusal('municipality-unknown', 404);
    const table = csvTable(file, COLUMNS);
    if ('fault' in table) {
      const problems = table.line === null ? [] : [{ line: table.line, problem: table.fault }];
      return { outcome: 'faulty', fault: table.fault, column: table.column, problems };
    }
    const { units, problems } = unitList(table.rows);
    if (problems.length > 0) return { outcome: 'faulty', fault: null, column: null, problems };
    const now = this.clock.now();
    const work = async (manager: EntityManager) => {
      if (!dryRun) await aloneUntilEnd(manager, LOCKS.cosmicUnits);
      const before = await this.newest(manager, municipality);
      const changes = unitChanges(before?.units ?? new Map<string, CosmicUnit>(), units);
      const version = before?.version ?? 0;
      if (changes.length === 0) return { outcome: 'unchanged' as const, version, changes, concerned: [] };
      const concerned = await this.resettle.concerned(manager, municipality, before && changedUnits(changes));
      if (dryRun) return { outcome: 'previewed' as const, version: version + 1, changes, concerned };
      await this.save(manager, municipality, version + 1, units, name, now);
      await this.resettle.announce(manager, municipality, concerned, now);
      const payload = { version: version + 1, units: units.size, changes };
      const entry = { at: now, actor, action: 'cosmic-units-imported', municipality, subject: null, traceId, reason, payload };
      await this.audit.append(manager, [entry]);
      return { outcome: 'imported' as const, version: version + 1, changes, concerned };
    };
    const written = dryRun ? await work(this.dataSource.manager) : await this.dataSource.transaction(work);
    const { concerned, ...result } = written;
    if (result.outcome === 'imported')
      await this.resettle.settle(municipality, concerned, 'cosmic-units', { actor, runId: null, traceId, reason });
    return { ...result, units: units.size, resettled: concerned.length };
  }

  /** How HSA and Cosmic differ, in each municipality that is reached. */
  async report(reach: Reach, municipality?: string): Promise<UnitReport[]> {
    const codes = wholly(reach).filter((code) => municipality === undefined || code === municipality);
    const reports: UnitReport[] = [];
    for (const code of codes.sort()) {
      const list = await this.newest(this.dataSource.manager, code);
      const differences = list ? unitDifferences(await this.unitsInHsa(code), list.units) : [];
      reports.push({ municipality: code, version: list?.version ?? null, importedAt: list?.importedAt ?? null, differences });
    }
    return reports;
  }

  private async newest(
    manager: EntityManager,
    municipality: string,
  ): Promise<{ version: number; importedAt: Instant; units: Map<string, CosmicUnit> } | null> {
    const list = await manager.findOne(CosmicUnitListEntity, { where: { municipality }, order: { version: 'DESC' } });
    if (!list) return null;
    const { version, importedAt } = list;
    const rows = await manager.find(CosmicUnitEntity, { where: { municipality, version }, order: { unitKey: 'ASC' } });
    const units = new Map(rows.map(({ unitKey, hsaId, name, parentKey }) => [unitKey, { hsaId, name, parentKey }]));
    return { version, importedAt, units };
  }

  private async save(
    manager: EntityManager,
    municipality: string,
    version: number,
    units: ReadonlyMap<string, CosmicUnit>,
    importedBy: string,
    importedAt: Instant,
  ): Promise<void> {
    await manager.insert(CosmicUnitListEntity, { municipality, version, importedAt, importedBy, units: units.size });
    const rows = [...units].map(([unitKey, unit]) => ({ municipality, version, unitKey, ...unit }));
    await insertAll(manager, CosmicUnitEntity, rows);
  }

  /** The units that people with the role lie under, from what HSA said last. */
  private async unitsInHsa(municipality: string): Promise<HsaUnit[]> {
    const { manager } = this.dataSource;
    const keys = await this.resettle.concerned(manager, municipality, null);
    const units = new Map<string, HsaUnit>();
    for (let start = 0; start < keys.length; start += 500) {
      const rows = await manager.findBy(PersonEntity, { municipality, hsaIdKey: In(keys.slice(start, start + 500)) });
      for (const row of rows) {
        const unit = this.people.readingOf(row).person?.unit;
        if (!unit) continue;
        const key = unit.hsaId?.toLowerCase() ?? unit.path.join('\n');
        units.set(key, { unit, people: (units.get(key)?.people ?? 0) + 1 });
      }
    }
    return [...units.values()];
  }
}

/** Units that Cosmic knows from now on, or no longer: a new name or place changes nothing for anybody. */
const changedUnits = (changes: readonly UnitChange[]): Set<string> =>
  new Set(changes.filter(({ change }) => change === 'added' || change === 'removed').map(({ hsaId }) => hsaId.toLowerCase()));
