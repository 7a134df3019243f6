import { type Instant, displayTime } from '../../platform/time';
import { footer } from '../../texts/sv/mails';
import { adHaltMailTexts as texts } from '../../texts/sv/operations-mails';
import type { MailDocument } from './document';

/** Tells operations that so much in the AD is otherwise than it should that nothing of a municipality's is mended. Names nobody. */
export interface AdHaltMail {
  kind: 'ad-halt';
  municipalityName: string;
  at: Instant;
  /** What tripped, ready Swedish sentences without personal data. */
  tripped: string[];
}

export const adHaltMail = ({ municipalityName, at, tripped }: AdHaltMail): MailDocument => ({
  subject: texts.subject(municipalityName),
  blocks: [
    { kind: 'paragraph', text: texts.happened(municipalityName, displayTime(at)) },
    { kind: 'heading', text: texts.why },
    { kind: 'list', items: tripped },
    { kind: 'paragraph', text: texts.done },
    { kind: 'heading', text: texts.look },
    { kind: 'command', label: texts.compare, command: 'scripts/tilltrade ad compare --heal --dry-run' },
    { kind: 'command', label: texts.findings, command: 'scripts/tilltrade findings' },
    { kind: 'heading', text: texts.wrong },
    { kind: 'paragraph', text: texts.wrongHow },
    { kind: 'heading', text: texts.right },
    { kind: 'command', label: texts.heal, command: 'scripts/tilltrade ad compare --heal' },
  ],
  footer,
});
