import { buildDigestMail, buildDigestRow, caseLink } from '../../../test/support/builders/mail';
import { composeMail } from './mail-model';

const protectedRow = { caseNumber: '2026-00002', link: caseLink('2026-00002'), isProtected: true as const };

describe('the mail about many cases', () => {
  it('has a line per person that leads to the case, and nothing of a protected one', () => {
    const { subject, text } = composeMail(
      buildDigestMail([
        buildDigestRow('2026-00001'),
        protectedRow,
        buildDigestRow('2026-00003', { name: 'Bo Provsson', hsaId: 'SE2120002502-B1A3', unit: null, titles: [] }),
      ]),
    );
    expect(subject).toBe('[Behörighet] Ny – 3 ärenden – Bergs kommun');
    expect(text).toBe(`3 personer har fått konton i externt AD och behöver behörighet i Cosmic Link.

Gör så här
1. Öppna varje ärende och se om ansvars- och sekretessförbindelsen har kommit in.
2. Ge behörigheten i Cosmic efter uppgifterna i ärendet.
3. Meddela användaren att behörigheten är klar.

Personer
Ärende 2026-00001: https://tilltrade.example.se/arenden/2026-00001
HSA-id: SE2120002502-B1A2
Namn: Anna Exempelsson
Enhet: Hemtjänst Norr
Titlar: Sjuksköterska

Ärende 2026-00002: https://tilltrade.example.se/arenden/2026-00002

Ärende 2026-00003: https://tilltrade.example.se/arenden/2026-00003
HSA-id: SE2120002502-B1A3
Namn: Bo Provsson

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
  });

  it('shows changes in a column of their own, and only where there are any', () => {
    const changed = buildDigestRow('2026-00001', {
      changes: [
        { field: 'unit', before: 'Norr', after: 'Söder' },
        { field: 'title', before: null, after: 'Läkare' },
      ],
    });
    const { text, html } = composeMail(buildDigestMail([changed, protectedRow], { event: 'changed' }));
    expect(text).toContain('Titlar: Sjuksköterska\nÄndringar:\n- Enhet: Norr → Söder\n- Titlar: (tomt) → Läkare\n\nÄrende 2026-00002');
    expect(html).toContain('<th scope="col">Ändringar</th>');
    expect(html).toContain('<td><ul><li>Enhet: Norr → Söder</li><li>Titlar: (tomt) → Läkare</li></ul></td></tr>');
    expect(html).toContain(`<tr><td><a href="${protectedRow.link}">2026-00002</a></td>${'<td></td>'.repeat(5)}</tr>`);
    expect(composeMail(buildDigestMail([buildDigestRow('2026-00001'), protectedRow])).html).not.toContain('Ändringar');
  });

  it.each([
    ['new', 'Ny', 'behöver behörighet'],
    ['changed', 'Ändrad', 'har ändrats i HSA'],
    ['ended', 'Avslutad', 'ska inte längre ha behörighet'],
    ['reinstated', 'Återupptagen', 'är tillbaka'],
  ] as const)('about %s says so', (event, word, sentence) => {
    const rows = Array.from({ length: 82 }, (_, index) => buildDigestRow(`2026-${String(index + 1).padStart(5, '0')}`));
    const { subject, text } = composeMail(buildDigestMail(rows, { event }));
    expect(subject).toBe(`[Behörighet] ${word} – 82 ärenden – Bergs kommun`);
    expect(text.split('\n')[0]).toContain(sentence);
    expect(text.match(/^Ärende 2026-/gm)).toHaveLength(82);
  });
});
