import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { ReconcileService } from '../reconciliation/reconcile.service';
import type { PlanRow } from '../reconciliation/plan/plan';
import type { RunResult } from '../reconciliation/run-result';
import { caseLines } from '../texts/sv/case';
import { cliTexts } from '../texts/sv/cli';
import { findingKindText } from '../texts/sv/finding-kinds';
import { type Answer, EXIT, type ExitStatus, UsageError } from './output.cli';
import { progress } from './progress.cli';

/** A run may wait this long for another process that runs the municipality. */
const WAIT_MS = 10 * 60 * 1000;

export interface SyncOptions {
  municipalities: string[];
  full: boolean;
  dryRun: boolean;
  actor: Actor;
  signal?: AbortSignal;
}

/** `sync`: reads, decides, applies, one municipality after the other; one that halts does not stop the others. */
@Injectable()
export class SyncCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly reconciler: ReconcileService,
  ) {}

  async run({ municipalities, full, dryRun, actor, signal }: SyncOptions): Promise<Answer & { runs: RunResult[] }> {
    const runs: RunResult[] = [];
    for (const municipality of this.chosen(municipalities)) {
      const show = progress((people, rate) => cliTexts.progress(municipality.code, people, rate));
      runs.push(await this.reconciler.run({ municipality, actor, full, dryRun, waitMs: WAIT_MS, onProgress: show.tick, signal }));
      show.end();
    }
    return { ...answerOf(runs, this.configuration, dryRun), runs };
  }

  private chosen(codes: string[]): MunicipalityConfiguration[] {
    const { municipalities } = this.configuration;
    const known = municipalities.map(({ code }) => code);
    for (const code of codes) if (!known.includes(code)) throw new UsageError(cliTexts.unknownMunicipality(code, known));
    return codes.length === 0 ? municipalities : municipalities.filter(({ code }) => codes.includes(code));
  }
}

/** The answer of `sync` and `release` alike. */
export function answerOf(runs: RunResult[], { municipalities }: Configuration, listChanges: boolean): Answer {
  const name = (code: string) => municipalities.find((one) => one.code === code)?.name ?? code;
  return {
    json: { runs: runs.map((run) => runJson(run, listChanges)) },
    lines: runs.flatMap((run) => [
      cliTexts.run(name(run.municipality), cliTexts.status[run.status], run.counts),
      ...(run.reason === null ? [] : [`  ${run.reason}`]),
      ...(run.status === 'halted' && !listChanges ? [`  ${cliTexts.howToRelease(run.runId)}`] : []),
      ...(listChanges ? Array.from(run.rows, changeLine) : []),
      ...(run.findings.length === 0 ? [] : [`  ${cliTexts.openFindings(run.findings.length)}`]),
      ...run.findings.map(
        ({ kind, hsaId, dn, detail }) =>
          `    ${findingKindText(kind)}: ${[hsaId, dn].filter(Boolean).join(', ')}${hsaId || dn ? ' – ' : ''}${detail}`,
      ),
    ]),
    status: statusOf(runs),
  };
}

function statusOf(runs: readonly RunResult[]): ExitStatus {
  if (runs.some(({ status }) => status === 'failed')) return EXIT.failed;
  return runs.some(({ status }) => status === 'halted' || status === 'incomplete') ? EXIT.haltedOrIncomplete : EXIT.done;
}

const runJson = ({ runId, municipality, mode, status, counts, findings, reason, rows, durationMs }: RunResult, listChanges: boolean) => ({
  runId,
  municipality,
  mode,
  status,
  ...counts,
  findings: findings.map(({ kind, hsaId, dn, detail, since }) => ({
    kind,
    ...(hsaId === null ? {} : { hsaId }),
    ...(dn === null ? {} : { dn }),
    detail,
    since,
  })),
  ...(reason === null ? {} : { reason }),
  ...(listChanges ? { changes: Array.from(rows, changeJson) } : {}),
  durationMs,
});

/** A protected person's change says that there is one, not what. */
const changeJson = ({ hsaId, action, before, after, changes, isProtected }: PlanRow) =>
  isProtected ? { hsaId, action, protected: true } : { hsaId, action, before, after, changes };

function changeLine({ hsaId, action, before, after, changes, isProtected }: PlanRow): string {
  const attributes = Object.entries(after ?? {}).map(
    ([attribute, value]) => `${attribute}: ${before ? `${text((before as Record<string, unknown>)[attribute])} → ` : ''}${text(value)}`,
  );
  const told = changes.map(({ field, before: was, after: is }) => `${caseLines.fields[field]}: ${text(was)} → ${text(is)}`);
  const what = isProtected ? cliTexts.protectedPerson : [...attributes, ...told].join('; ');
  return `    ${hsaId} ${cliTexts.action[action]}${what === '' ? '' : ` (${what})`}`;
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ') || '-';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
}
