import { type Instant, displayTime } from '../../platform/time';
import { footer } from '../../texts/sv/mails';
import { readTroubleMailTexts as texts } from '../../texts/sv/operations-mails';
import type { Block, MailDocument } from './document';

/** Tells operations that a municipality has not been read completely for a day. Names nobody. */
export interface ReadTroubleMail {
  kind: 'read-trouble';
  municipalityName: string;
  municipalityCode: string;
  /** When the last complete read ended; null when there never was one. */
  lastCompleteAt: Instant | null;
  /** Why the last run read nothing whole, a ready Swedish sentence without personal data; null when there was no run. */
  lastReason: string | null;
  /** To the last run; null when there was none. */
  link: string | null;
}

export function readTroubleMail({ municipalityName, municipalityCode, lastCompleteAt, lastReason, link }: ReadTroubleMail): MailDocument {
  const openRun: Block[] = link === null ? [] : [{ kind: 'link', label: texts.openRun, url: link }];
  return {
    subject: texts.subject(municipalityName),
    blocks: [
      {
        kind: 'paragraph',
        text: lastCompleteAt === null ? texts.never(municipalityName) : texts.since(municipalityName, displayTime(lastCompleteAt)),
      },
      { kind: 'paragraph', text: texts.meanwhile },
      { kind: 'heading', text: texts.lastReason },
      { kind: 'paragraph', text: lastReason ?? texts.noReason },
      { kind: 'heading', text: texts.look },
      { kind: 'command', label: texts.doctor, command: 'scripts/tilltrade doctor' },
      { kind: 'command', label: texts.retry, command: `scripts/tilltrade sync --municipality ${municipalityCode} --dry-run` },
      ...openRun,
    ],
    footer,
  };
}
