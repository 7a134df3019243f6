import MailComposer from 'nodemailer/lib/mail-composer';
import type { RenderedMail } from '../transport';

/**
 * The mail as octets (RFC 5322, MIME), the same ones each time: date, Message-ID and boundary come from the row.
 * Quoted-printable keeps every line within 78 octets whatever a name holds.
 */
export function composeMessage(mail: RenderedMail): Promise<Buffer> {
  return new MailComposer({
    from: mail.from,
    to: [...mail.to],
    subject: mail.subject,
    messageId: mail.messageId,
    date: new Date(mail.date),
    text: mail.text,
    html: mail.html,
    headers: {
      'Auto-Submitted': 'auto-generated', // RFC 3834: no answers from machines, please
      'X-Auto-Response-Suppress': 'All', // the same to Exchange (MS-OXCMAIL, 2.2.3.2.14)
      'Content-Language': 'sv',
    },
    encoding: 'quoted-printable',
    baseBoundary: mail.id,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
