import { type Instant, displayTime } from '../../platform/time';
import { footer } from '../../texts/sv/mails';
import { haltMailTexts as texts } from '../../texts/sv/operations-mails';
import type { Block, MailDocument } from './document';

/** Tells operations that a municipality's run was stopped before its first write, or before what nobody has approved. Names nobody. */
export interface HaltMail {
  kind: 'halt';
  municipalityName: string;
  municipalityCode: string;
  runId: string;
  at: Instant;
  /** What tripped, ready Swedish sentences without personal data. */
  tripped: string[];
  /** People whose approved rows a release applied before it was stopped; 0 for every other run. */
  applied: number;
  /** False while a known person does not read as expected: nobody can let that through. */
  releasable: boolean;
  link: string;
}

export function haltMail({ municipalityName, municipalityCode, runId, at, tripped, applied, releasable, link }: HaltMail): MailDocument {
  const { by, reason } = texts.placeholders;
  const release: Block[] = [
    { kind: 'heading', text: texts.release },
    { kind: 'command', label: texts.releaseHow, command: `scripts/tilltrade release ${runId} --by ${by} --reason ${reason}` },
    { kind: 'paragraph', text: texts.releaseNote },
    { kind: 'heading', text: texts.wrong },
    { kind: 'paragraph', text: texts.wrongHow },
  ];
  const mend: Block[] = [
    { kind: 'heading', text: texts.notReleasable },
    { kind: 'paragraph', text: texts.notReleasableHow },
    { kind: 'command', label: texts.doctor, command: 'scripts/tilltrade doctor' },
  ];
  return {
    subject: texts.subject(municipalityName),
    blocks: [
      { kind: 'paragraph', text: texts.happened(municipalityName, displayTime(at), applied) },
      { kind: 'heading', text: texts.why },
      { kind: 'list', items: tripped },
      { kind: 'paragraph', text: texts.applied(applied) },
      { kind: 'heading', text: texts.look },
      { kind: 'command', label: texts.preview, command: `scripts/tilltrade sync --municipality ${municipalityCode} --dry-run` },
      { kind: 'command', label: texts.findings, command: 'scripts/tilltrade findings' },
      { kind: 'link', label: texts.openRun, url: link },
      ...(releasable ? release : mend),
    ],
    footer,
  };
}
