import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import type { Actor } from '../audit/actor';
import type { Reach } from '../auth/reach';
import { type BaselineImport, ImportBaseline } from '../baseline/baseline-import.service';
import { CosmicUnits, type UnitImport } from '../cosmic/cosmic-units.service';
import { TestLogins } from '../cosmic/test-logins.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { type Instant, displayTime, toInstant, ZONE } from '../platform/time';
import { baselineTexts } from '../texts/sv/baseline';
import { cliTexts } from '../texts/sv/cli';
import { cosmicTexts as texts } from '../texts/sv/cosmic';
import { type Answer, EXIT, UsageError } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';

export interface TestLoginWords {
  hsaId: string;
  account: string;
  /** `2026-11-21` or `2026-11-21 10:30`, Swedish time; null: now. */
  at: string | null;
  worked: boolean;
  note: string | null;
}

/** What is known of Cosmic itself: `cosmic-units …`, `test-login …`, and those who work there already: `import baseline`. */
@Injectable()
export class CosmicCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly units: CosmicUnits,
    private readonly logins: TestLogins,
    private readonly baseline: ImportBaseline,
  ) {}

  async importUnits(file: string, municipality: string, actor: Actor, { reason, dryRun }: { reason: string | null; dryRun: boolean }) {
    const origin = { actor, traceId: randomUUID(), reason, dryRun };
    return unitAnswer(municipality, await this.units.import(this.reach([municipality]), municipality, await contents(file), origin));
  }

  async report(municipalities: readonly string[]): Promise<Answer> {
    const reports = await this.units.report(this.reach(municipalities));
    const lines = reports.flatMap(({ municipality, version, importedAt, differences }) => [
      version === null ? texts.noList(municipality) : texts.reportHeading(municipality, version, displayTime(importedAt ?? '')),
      ...(version !== null && differences.length === 0 ? [texts.agrees] : []),
      ...differences.map(({ difference, hsaId, inHsa, inCosmic, people }) => {
        const sides = [
          inHsa && `${texts.inHsa}: ${inHsa}`,
          inCosmic && `${texts.inCosmic}: ${inCosmic}`,
          people > 0 && texts.people(people),
        ];
        return `  ${hsaId ?? '-'} ${texts.report[difference]} (${sides.filter(Boolean).join('; ')})`;
      }),
    ]);
    return { json: reports, lines, status: EXIT.done };
  }

  async recordLogin(municipality: string, words: TestLoginWords, actor: Actor): Promise<Answer> {
    refusePersonalNumber(words.hsaId);
    const at = words.at === null ? this.clock.now() : momentOf(words.at);
    const login = { municipality, hsaId: words.hsaId, account: words.account, at, worked: words.worked, note: words.note };
    const recorded = await this.logins.record(this.reach([municipality]), login, { actor, traceId: randomUUID() });
    return { json: recorded, lines: [texts.testLoginRecorded(municipality, recorded.worked)], status: EXIT.done };
  }

  async listLogins(municipalities: readonly string[]): Promise<Answer> {
    const all = await this.logins.list(this.reach(municipalities));
    const lines = all.map(
      ({ municipality, at, hsaId, account, worked, recordedBy, note }) =>
        `${displayTime(at)}  ${municipality}  ${hsaId}  ${account}  ${texts.worked(worked)}  ${recordedBy}${note === null ? '' : `  ${note}`}`,
    );
    return { json: all, lines: lines.length === 0 ? [cliTexts.nothing] : lines, status: EXIT.done };
  }

  async importBaseline(file: string, actor: Actor, reason: string, dryRun: boolean): Promise<Answer> {
    return baselineAnswer(await this.baseline.import(await contents(file), { actor, traceId: randomUUID(), reason, dryRun }));
  }

  private reach(municipalities: readonly string[]): Reach {
    const codes = this.configuration.municipalities.map(({ code }) => code);
    const unknown = municipalities.find((code) => !codes.includes(code));
    if (unknown !== undefined) throw new UsageError(cliTexts.unknownMunicipality(unknown, codes));
    return codes
      .filter((code) => municipalities.length === 0 || municipalities.includes(code))
      .map((municipality) => ({ municipality, unit: null }));
  }
}

async function contents(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(baselineTexts.unreadable((error as NodeJS.ErrnoException).code ?? ''), { cause: error });
  }
}

function momentOf(text: string): Instant {
  const moment = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone: ZONE });
  if (!moment.isValid) throw new UsageError(baselineTexts.badTime);
  return toInstant(moment.toJSDate());
}

function unitAnswer(municipality: string, result: UnitImport): Answer {
  if (result.outcome === 'faulty')
    return refused(
      result,
      result.problems.map(({ line, problem }) => texts.row(line, problemText(problem))),
    );
  const heading = {
    imported: texts.imported(municipality, result.version, result.units),
    unchanged: texts.unchanged(municipality),
    previewed: texts.preview(municipality),
  }[result.outcome];
  const changes = result.changes.map(
    ({ change, hsaId, before, after }) => `  ${hsaId} ${texts.change[change]}: ${[before, after].filter(Boolean).join(' → ')}`,
  );
  return { json: result, lines: [heading, ...changes], status: EXIT.done };
}

function baselineAnswer(result: BaselineImport): Answer {
  if (result.outcome === 'faulty')
    return refused(
      result,
      result.problems.map(({ line, problem }) => texts.row(line, baselineTexts.problem(problem))),
    );
  const differences = result.differences.map(
    ({ hsaId, municipality, differences: all }) => `  ${hsaId} (${municipality}): ${all.map(baselineTexts.difference).join(' ')}`,
  );
  return {
    json: result,
    lines: [baselineTexts.summary(result), ...(differences.length > 0 ? [baselineTexts.disagrees, ...differences] : [])],
    status: EXIT.done,
  };
}

const refused = (result: { fault: keyof typeof texts.csv | null; column: string | null }, rows: readonly string[]): Answer => ({
  json: result,
  lines: [
    texts.refused,
    ...(result.fault !== null && rows.length === 0 ? [`  ${texts.csv[result.fault]}`] : []),
    ...rows,
    ...(result.column === null ? [] : [`  ${baselineTexts.column(result.column)}`]),
  ],
  status: EXIT.failed,
});

const PROBLEM_TEXTS: Partial<Record<string, string>> = { ...texts.csv, ...texts.problem };

const problemText = (problem: string): string => PROBLEM_TEXTS[problem] ?? problem;
