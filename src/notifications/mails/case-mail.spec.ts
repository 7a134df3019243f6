import { buildCaseFacts, buildCaseMail, buildProtectedCaseMail } from '../../../test/support/builders/mail';
import { CASE_EVENTS } from '../../service-desk/case-event';
import { composeMail } from './mail-model';

describe('the mail about one case', () => {
  it('about somebody new says what to do and everything to enter', () => {
    const { subject, text } = composeMail(buildCaseMail());
    expect(subject).toBe('[Behörighet] Ny – ärende 2026-00123 – Bergs kommun');
    expect(text).toBe(`Anna Exempelsson har fått ett konto i externt AD och behöver behörighet i Cosmic Link.

Gör så här
1. Vänta tills ansvars- och sekretessförbindelsen har kommit in.
2. Ge behörigheten i Cosmic efter uppgifterna nedan.
3. Meddela användaren att behörigheten är klar.

Ärende 2026-00123
Öppna ärendet: https://tilltrade.example.se/arenden/2026-00123

Uppgifter
HSA-id: SE2120002502-B1A2
Namn: Anna Exempelsson
Kommun: Bergs kommun
Enhet: Hemtjänst Norr
Enhetens HSA-id: SE2120002502-E100
Enhetens plats i HSA: Bergs kommun / Vård och omsorg / Hemtjänst Norr
Titlar: Sjuksköterska
Medarbetaruppdrag: Hemsjukvård, Vård och behandling, SE2120002502-E100
Startdatum: 2026-11-21
Slutdatum: inget angivet
Ansvars- och sekretessförbindelse: inte inlämnad
Konto i externt AD: annexe01
Inloggningsnamn (UPN): se2120002502-b1a2@ext.example.se

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
  });

  it('about a change shows each field before and after, first of all', () => {
    const { subject, text } = composeMail(
      buildCaseMail({
        event: 'changed',
        facts: buildCaseFacts({
          unit: { name: 'Hemtjänst Söder', hsaId: null, path: ['Bergs kommun', 'Hemtjänst Söder'] },
          titles: ['Läkare', 'Överläkare'],
          prescriberCode: '1234567',
          commissions: [
            { name: 'Hemsjukvård', purpose: null, unit: null },
            { name: 'Rond', purpose: 'Vård och behandling', unit: null },
          ],
          endDate: '2027-01-31',
          agreement: 'valid',
        }),
        changes: [
          { field: 'unit', before: 'Bergs kommun / Hemtjänst Norr', after: 'Bergs kommun / Hemtjänst Söder' },
          { field: 'prescriberCode', before: null, after: '1234567' },
          { field: 'endDate', before: '2026-12-31', after: '2027-01-31' },
        ],
      }),
    );
    expect(subject).toBe('[Behörighet] Ändrad – ärende 2026-00123 – Bergs kommun');
    expect(text).toBe(`Uppgifterna om Anna Exempelsson har ändrats i HSA.

Gör så här
1. Jämför ändringarna nedan med behörigheten i Cosmic.
2. Rätta det som skiljer sig.

Ärende 2026-00123
Öppna ärendet: https://tilltrade.example.se/arenden/2026-00123

Ändringar
Enhet: Bergs kommun / Hemtjänst Norr → Bergs kommun / Hemtjänst Söder
Förskrivarkod: (tomt) → 1234567
Slutdatum: 2026-12-31 → 2027-01-31

Uppgifter
HSA-id: SE2120002502-B1A2
Namn: Anna Exempelsson
Kommun: Bergs kommun
Enhet: Hemtjänst Söder
Enhetens HSA-id: inget angivet
Enhetens plats i HSA: Bergs kommun / Hemtjänst Söder
Titlar: Läkare, Överläkare
Förskrivarkod: 1234567
Medarbetaruppdrag:
- Hemsjukvård
- Rond, Vård och behandling
Startdatum: 2026-11-21
Slutdatum: 2027-01-31
Ansvars- och sekretessförbindelse: inlämnad och gäller
Konto i externt AD: annexe01
Inloggningsnamn (UPN): se2120002502-b1a2@ext.example.se

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
  });

  it('about an end says why', () => {
    const facts = buildCaseFacts({
      reason: 'Slutdatumet i HSA har passerat.',
      unit: null,
      titles: [],
      commissions: [],
      startDate: null,
      agreement: 'valid',
    });
    const { subject, text } = composeMail(buildCaseMail({ event: 'ended', facts }));
    expect(subject).toBe('[Behörighet] Avslutad – ärende 2026-00123 – Bergs kommun');
    expect(text).toBe(`Anna Exempelsson ska inte längre ha behörighet i Cosmic Link. Kontot i externt AD är avstängt.

Gör så här
1. Ta bort behörigheten i Cosmic på varje enhet.

Ärende 2026-00123
Öppna ärendet: https://tilltrade.example.se/arenden/2026-00123

Uppgifter
Orsak: Slutdatumet i HSA har passerat.
HSA-id: SE2120002502-B1A2
Namn: Anna Exempelsson
Kommun: Bergs kommun
Enhet: ingen angiven
Titlar: inga angivna
Medarbetaruppdrag: inga
Startdatum: inget angivet
Slutdatum: inget angivet
Ansvars- och sekretessförbindelse: inlämnad och gäller
Konto i externt AD: annexe01
Inloggningsnamn (UPN): se2120002502-b1a2@ext.example.se

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
  });

  it.each([
    ['missing', '1. Vänta tills ansvars- och sekretessförbindelsen har kommit in.', 'inte inlämnad'],
    ['expired', '1. Ansvars- och sekretessförbindelsen har gått ut. Vänta tills en ny har kommit in.', 'har gått ut'],
    ['withdrawn', '1. Ansvars- och sekretessförbindelsen är återkallad. Vänta tills en ny har kommit in.', 'återkallad'],
    ['valid', '1. Ge behörigheten i Cosmic efter uppgifterna nedan.', 'inlämnad och gäller'],
  ] as const)('about a come-back with the agreement %s begins with the right step', (agreement, firstStep, status) => {
    const { subject, text } = composeMail(buildCaseMail({ event: 'reinstated', facts: buildCaseFacts({ agreement }) }));
    expect(subject).toBe('[Behörighet] Återupptagen – ärende 2026-00123 – Bergs kommun');
    expect(text).toContain('Anna Exempelsson är tillbaka. Samma konto i externt AD är öppnat igen.');
    expect(text).toContain(`Gör så här\n${firstStep}\n`);
    expect(text).toContain(`Ansvars- och sekretessförbindelse: ${status}\n`);
  });

  it('about a protected person is the case number and a link, nothing else', () => {
    const { subject, text, html } = composeMail(buildProtectedCaseMail());
    expect(subject).toBe('[Behörighet] Ny – ärende 2026-00123');
    expect(text).toBe('Ärende 2026-00123\nÖppna ärendet: https://tilltrade.example.se/arenden/2026-00123\n');
    const body = /<body>\n(.*)\n<\/body>/s.exec(html)?.[1];
    expect(body).toBe('<p>Ärende 2026-00123</p>\n<p><a href="https://tilltrade.example.se/arenden/2026-00123">Öppna ärendet</a></p>');
  });

  it.each(CASE_EVENTS)('about a protected person has the same body for %s as for all others', (event) => {
    const { text, html } = composeMail({ ...buildProtectedCaseMail(), event });
    expect(text).toBe(composeMail(buildProtectedCaseMail()).text);
    expect(html).not.toMatch(/Berg|skydd/i);
  });
});
