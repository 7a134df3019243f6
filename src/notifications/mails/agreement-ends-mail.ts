import type { LocalDate } from '../../platform/time';
import { agreementEndsMailTexts as texts, footer } from '../../texts/sv/mails';
import type { Block, MailDocument } from './document';

/** Reminds a user that their agreement ends. It goes to their own address and names nobody; a protected person gets none. */
export interface AgreementEndsMail {
  kind: 'agreement-ends';
  /** The last day on which the agreement holds. */
  lastDay: LocalDate;
  /** It ends because a newer version must be signed. */
  hasNewVersion: boolean;
  /** To where it is signed on screen; null where nobody logs in. */
  link: string | null;
}

export function agreementEndsMail({ lastDay, hasNewVersion, link }: AgreementEndsMail): MailDocument {
  const sign: Block[] = link === null ? [] : [{ kind: 'link', label: texts.open, url: link }];
  return {
    subject: texts.subject(lastDay),
    blocks: [
      { kind: 'paragraph', text: hasNewVersion ? texts.newVersion(lastDay) : texts.ends(lastDay) },
      { kind: 'paragraph', text: texts.otherwise },
      { kind: 'heading', text: texts.whatToDo },
      { kind: 'steps', items: link === null ? texts.stepsOnPaper : texts.stepsOnScreen },
      ...sign,
      { kind: 'paragraph', text: texts.done },
    ],
    footer,
  };
}
