import type { LocalDate } from '../../platform/time';
import { footer } from '../../texts/sv/mails';
import { orderReminderTexts as texts } from '../../texts/sv/order-mails';
import type { MailDocument } from './document';

/** Reminds a manager of orders that are about to end. Names nobody: who an order is for stands behind its link. */
export interface OrderReminderMail {
  kind: 'order-reminder';
  municipalityName: string;
  orders: { number: string; cosmicRole: string; to: LocalDate; link: string }[];
}

export function orderReminderMail({ municipalityName, orders }: OrderReminderMail): MailDocument {
  const rows = orders.map(({ number, cosmicRole, to, link }) => [{ text: number, url: link }, cosmicRole, to]);
  return {
    subject: texts.subject(orders.length, municipalityName),
    blocks: [
      { kind: 'paragraph', text: texts.happens(orders.length) },
      { kind: 'heading', text: texts.whatToDo },
      { kind: 'list', items: texts.choices },
      { kind: 'heading', text: texts.orders },
      { kind: 'table', columns: texts.columns, rows },
    ],
    footer,
  };
}
