import { type Instant, displayTime } from '../../platform/time';
import { footer } from '../../texts/sv/mails';
import { haltMailTexts as texts } from '../../texts/sv/operations-mails';
import type { MailDocument } from './document';

/** Tells operations that a municipality's run was stopped before its first write. Names nobody. */
export interface HaltMail {
  kind: 'halt';
  municipalityName: string;
  municipalityCode: string;
  runId: string;
  at: Instant;
  /** What tripped, ready Swedish sentences without personal data. */
  tripped: string[];
  link: string;
}

export function haltMail({ municipalityName, municipalityCode, runId, at, tripped, link }: HaltMail): MailDocument {
  const { by, reason } = texts.placeholders;
  return {
    subject: texts.subject(municipalityName),
    blocks: [
      { kind: 'paragraph', text: texts.happened(municipalityName, displayTime(at)) },
      { kind: 'heading', text: texts.why },
      { kind: 'list', items: tripped },
      { kind: 'paragraph', text: texts.nothingApplied },
      { kind: 'heading', text: texts.look },
      { kind: 'command', label: texts.preview, command: `scripts/tilltrade sync --municipality ${municipalityCode} --dry-run` },
      { kind: 'command', label: texts.findings, command: 'scripts/tilltrade findings' },
      { kind: 'link', label: texts.openRun, url: link },
      { kind: 'heading', text: texts.release },
      { kind: 'command', label: texts.releaseHow, command: `scripts/tilltrade release ${runId} --by ${by} --reason ${reason}` },
      { kind: 'paragraph', text: texts.releaseNote },
      { kind: 'heading', text: texts.wrong },
      { kind: 'paragraph', text: texts.wrongHow },
    ],
    footer,
  };
}
