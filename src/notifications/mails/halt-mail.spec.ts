import { composeMail } from './mail-model';

it('the mail about a stopped municipality says what tripped, that nothing was done, how to look and how to release', () => {
  const { subject, text } = composeMail({
    kind: 'halt',
    municipalityName: 'Bergs kommun',
    municipalityCode: 'berg',
    runId: '01a1fc10-7760-7000-8000-000000000000',
    at: '2026-11-21T03:05:00.000Z',
    tripped: ['31 av 120 konton skulle avslutas. Gränsen är 25.', '5 av 120 kända HSA-id visar andra människor än förut.'],
    applied: 0,
    releasable: true,
    link: 'https://tilltrade.example.se/korningar/01a1fc10-7760-7000-8000-000000000000',
  });
  expect(subject).toBe('[Behörighet] Stoppad – Bergs kommun');
  expect(text).toBe(`Uppdateringen av Bergs kommun stoppades 2026-11-21 04:05, innan något skrevs.

Det här löste ut
- 31 av 120 konton skulle avslutas. Gränsen är 25.
- 5 av 120 kända HSA-id visar andra människor än förut.

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

it('the mail about a known person who does not read as expected does not offer a release', () => {
  const { text } = composeMail({
    kind: 'halt',
    municipalityName: 'Bergs kommun',
    municipalityCode: 'berg',
    runId: 'berg-20261121T030500-a1b2',
    at: '2026-11-21T03:05:00.000Z',
    tripped: ['Den kända personen SE2120002502-1A finns inte eller har fel efternamn.'],
    applied: 0,
    releasable: false,
    link: 'https://tilltrade.example.se/runs/berg-20261121T030500-a1b2',
  });
  expect(text).toContain(`Det går inte att släppa igenom
En känd person läses inte som väntat, och då går inget annat att lita på.`);
  expect(text).toContain('scripts/tilltrade doctor');
  expect(text).not.toContain('scripts/tilltrade release');
});

it('the mail about a release that was stopped says what was done all the same', () => {
  const { text } = composeMail({
    kind: 'halt',
    municipalityName: 'Bergs kommun',
    municipalityCode: 'berg',
    runId: 'berg-20261121T030500-a1b2',
    at: '2026-11-21T03:05:00.000Z',
    tripped: ['5 avslut av 20 konton är mer än spärren släpper igenom.'],
    applied: 5,
    releasable: true,
    link: 'https://tilltrade.example.se/runs/berg-20261121T030500-a1b2',
  });
  expect(text).toContain('Uppdateringen av Bergs kommun stoppades 2026-11-21 04:05.\n');
  expect(text).toContain('Det som var godkänt är genomfört (5 personer). Inget annat i körningen är genomfört.');
  expect(text).not.toContain('Inget av körningen');
});
