import type { AgreementEndsMail } from './agreement-ends-mail';
import { composeMail, indexOf } from './mail-model';

const mail: AgreementEndsMail = {
  kind: 'agreement-ends',
  lastDay: '2027-01-31',
  hasNewVersion: false,
  link: 'https://tilltrade.example.se/min-forbindelse',
};

describe('the mail about an agreement that ends', () => {
  it('says until when it holds and how to sign a new one on screen', () => {
    const { subject, text } = composeMail(mail);
    expect(subject).toBe('[Behörighet] Din förbindelse gäller till och med 2027-01-31');
    expect(text).toBe(`Din ansvars- och sekretessförbindelse för Cosmic Link gäller till och med 2027-01-31. Du behöver underteckna en ny.

Utan en ny förbindelse kan din behörighet i Cosmic Link tas bort.

Gör så här
1. Öppna sidan nedan och logga in med ditt SITHS-kort.
2. Läs texten och underteckna den.

Läs och underteckna: https://tilltrade.example.se/min-forbindelse

Har du redan lämnat en ny kan du bortse från det här mejlet.

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
  });

  it('says that there is a new version', () => {
    expect(composeMail({ ...mail, hasNewVersion: true }).text).toContain('Det finns en ny version av ansvars- och sekretessförbindelsen');
  });

  it('tells of paper where nobody logs in', () => {
    const { text, html } = composeMail({ ...mail, link: null });
    expect(text).toContain('1. Be din chef om en ny förbindelse att skriva under.\n2. Lämna den undertecknad till Servicecenter.');
    expect(html).not.toContain('href');
  });

  it('says nothing of whom it is about: who receives it may become protected', () => {
    expect(indexOf(mail)).toMatchObject({ hsaId: null, caseNumbers: [], isProtected: false });
  });
});
