import { composeMail, indexOf } from './mail-model';
import type { OrderReminderMail } from './order-reminder-mail';

const order = (number: string) => ({
  number,
  cosmicRole: 'Sjuksköterska kommun',
  to: '2026-12-31',
  link: `https://tilltrade.example.se/orders/${number}`,
});
const mail: OrderReminderMail = { kind: 'order-reminder', municipalityName: 'Åre kommun', orders: [order('B2026-00001')] };

describe('the mail about orders that are about to end', () => {
  it('says which, when and what can be done, and names nobody', () => {
    const { subject, text } = composeMail(mail);
    expect(subject).toBe('[Behörighet] 1 beställning går snart ut – Åre kommun');
    expect(text).toBe(`En av dina beställningar av behörighet i Cosmic Link går snart ut. Efter sista dagen stängs kontot av.

Gör så här
- Behövs åtkomsten längre: öppna beställningen och flytta fram sista dagen.
- Behövs den inte: gör ingenting, den avslutas av sig själv.

Beställningar
Beställning B2026-00001: https://tilltrade.example.se/orders/B2026-00001
Roll i Cosmic: Sjuksköterska kommun
Sista dag: 2026-12-31

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
  });

  it('tells of several at once', () => {
    const { subject, text } = composeMail({ ...mail, orders: [order('B2026-00001'), order('B2026-00002')] });
    expect(subject).toBe('[Behörighet] 2 beställningar går snart ut – Åre kommun');
    expect(text).toContain('2 av dina beställningar');
    expect(text).toContain('orders/B2026-00002');
  });

  it('is about no person in the outbox', () => {
    expect(indexOf(mail)).toMatchObject({ caseNumbers: [], hsaId: null, isProtected: false });
  });
});
