import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { AuditSearch } from '../audit/audit-search.service';
import { AuditService } from '../audit/audit.service';
import type { CheckpointVerdict } from '../audit/checkpoint';
import { Checkpoints } from '../audit/checkpoints.service';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { displayTime } from '../platform/time';
import { auditTexts } from '../texts/sv/audit';
import { cliTexts } from '../texts/sv/cli';
import { followUpTexts } from '../texts/sv/follow-up';
import { everything, oneOf, reader, wholeNumber } from './everything.cli';
import { type Answer, EXIT, table } from './output.cli';
import { auditKind } from './review.command';

export interface AuditSearchOptions {
  person?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  municipality?: string[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  what?: string | undefined;
  limit?: string | undefined;
  after?: string | undefined;
}

/** `audit verify|search|checkpoint`. */
@Injectable()
export class AuditCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly finder: AuditSearch,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Reads the whole chain, and holds it against the signed checkpoints where there are any. */
  async verify(): Promise<Answer> {
    const verdict = await this.audit.verify();
    const checkpoints = await this.checkpoints.verify();
    const isWhole = verdict.ok && (checkpoints?.problems.length ?? 0) === 0;
    return {
      json: { ...verdict, ok: isWhole, checkpoints },
      lines: [
        verdict.ok ? cliTexts.chain(verdict.rows, verdict.erased) : cliTexts.brokenChain(verdict.problems),
        ...(checkpoints ? checkpointLines(checkpoints) : []),
      ],
      status: isWhole ? EXIT.done : EXIT.failed,
    };
  }

  async search(options: AuditSearchOptions, actor: Actor): Promise<Answer> {
    const { person, actor: doer, action, from, to, after } = options;
    const query = {
      ...{ person, actor: doer, action, from, to, after },
      municipality: oneOf(options.municipality),
      what: auditKind(options.what),
      limit: wholeNumber('limit', options.limit, 50, 500),
    };
    const page = await this.finder.find(everything(this.configuration), query, reader(actor));
    const rows = table(
      page.items.map(({ seq, at, actor: who, text, subject, caseNumber }) => [
        ...[String(seq), displayTime(at), who.role === null ? who.name : `${who.name} (${who.role})`, text],
        [subject, caseNumber].filter(Boolean).join(' '),
      ]),
    );
    const lines = rows.length === 0 ? [cliTexts.nothing] : rows;
    return { json: page, lines: page.next === null ? lines : [...lines, followUpTexts.continues(page.next)], status: EXIT.done };
  }

  async checkpoint(): Promise<Answer> {
    const made = await this.checkpoints.checkpoint();
    const { checkpointed } = auditTexts;
    const line = made.outcome === 'signed' ? checkpointed.signed(made.seq) : checkpointed[made.outcome];
    const isDone = made.outcome === 'signed' || made.outcome === 'unchanged';
    return { json: made, lines: [line], status: isDone ? EXIT.done : EXIT.failed };
  }
}

function checkpointLines({ checkpoints, problems, lastThatHolds }: CheckpointVerdict): string[] {
  if (checkpoints === 0) return [auditTexts.noCheckpointYet];
  if (problems.length === 0) return [auditTexts.checkpointsHold(checkpoints)];
  return [
    ...problems.map(({ line, seq, problem }) => auditTexts.checkpointProblem(line, seq, auditTexts.checkpoint[problem])),
    lastThatHolds ? auditTexts.lastThatHolds(lastThatHolds.line, lastThatHolds.seq, displayTime(lastThatHolds.at)) : auditTexts.noneHolds,
  ];
}
