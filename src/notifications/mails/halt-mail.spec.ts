import { composeMail } from './mail-model';

it('the mail about a stopped municipality says what tripped, that nothing was done, how to look and how to release', () => {
  const { subject, text } = composeMail({
    kind: 'halt',
    municipalityName: 'Bergs kommun',
    municipalityCode: 'berg',
    runId: '01a1fc10-7760-7000-8000-000000000000',
    at: '2026-11-21T03:05:00.000Z',
    tripped: ['31 av 120 konton skulle avslutas. Gränsen är 25.', 'En känd person läses inte som väntat.'],
    link: 'https://tilltrade.example.se/korningar/01a1fc10-7760-7000-8000-000000000000',
  });
  expect(subject).toBe('[Behörighet] Stoppad – Bergs kommun');
  expect(text).toBe(`Uppdateringen av Bergs kommun stoppades 2026-11-21 04:05, innan något skrevs.

Det här löste ut
- 31 av 120 konton skulle avslutas. Gränsen är 25.
- En känd person läses inte som väntat.

Inget av körningen är genomfört: inga konton är ändrade och inga ärenden är skapade. Andra kommuner påverkas inte.

Se efter vad som skulle ha hänt
Förhandsvisa (skriver ingenting):
  scripts/tilltrade sync --municipality berg --dry-run

Öppna avvikelser:
  scripts/tilltrade findings

Öppna körningen: https://tilltrade.example.se/korningar/01a1fc10-7760-7000-8000-000000000000

Om det är riktigt
Släpp igenom körningen. Skriv ditt namn och varför:
  scripts/tilltrade release 01a1fc10-7760-7000-8000-000000000000 --by NAMN --reason SKÄL

Katalogen läses då igen. Bara det som fortfarande är likadant genomförs; det som är nytt prövas igen.

Om det är fel
Låt det vara stoppat och be kommunens HSA-administratör rätta katalogen. Nästa läsning som är rimlig går igenom av sig själv. Du får inget nytt mejl så länge samma sak är stoppad.

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
});
