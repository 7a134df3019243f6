import { composeMail } from './mail-model';

it('the mail about a halted mending of the AD says what tripped, what was done all the same, how to look and what to do', () => {
  const { subject, text } = composeMail({
    kind: 'ad-halt',
    municipalityName: 'Bergs kommun',
    at: '2026-11-21T03:05:00.000Z',
    tripped: ['31 ändringar av 40 konton är mer än spärren släpper igenom (200 stycken eller 40 %).'],
  });
  expect(subject).toBe('[Behörighet] Rättning av AD stoppad – Bergs kommun');
  expect(text).toBe(`Jämförelsen med AD 2026-11-21 04:05 fann så mycket som skiljer för Bergs kommun att inget av det rättas.

Det här löste ut
- 31 ändringar av 40 konton är mer än spärren släpper igenom (200 stycken eller 40 %).

Konton som är aktiverade fast de ska vara avstängda stängs av ändå. Andra kommuner påverkas inte.

Se efter vad som skiljer
Visa (skriver ingenting):
  scripts/tilltrade ad compare --heal --dry-run

Öppna avvikelser:
  scripts/tilltrade findings

Om AD är fel
Be AD-förvaltningen återställa det. Nästa jämförelse som är rimlig rättar resten av sig själv. Du får inget nytt mejl så länge samma sak är stoppad.

Om det ska rättas härifrån
Höj spärren (municipalities[].brake) så länge det behövs, och rätta:
  scripts/tilltrade ad compare --heal

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
});
