import { cliTexts } from './cli';
import { counted } from './counted';
import { directoryTexts } from './directory';
import { doctorTexts } from './doctor';
import { findingText, trippedText } from './findings';
import { haltMailTexts } from './operations-mails';
import { runTexts } from './runs';

it.each([
  [0, '0 mejl skickade'],
  [1, '1 mejl skickat'],
  [2, '2 mejl skickade'],
  [21, '21 mejl skickade'],
])('%d and its noun: %s', (count, text) => {
  expect(counted(count, 'mejl skickat', 'mejl skickade')).toBe(text);
});

const all = (count: number) => ({
  read: count,
  created: count,
  changed: count,
  ended: count,
  reinstated: count,
  unchanged: count,
  held: count,
});
const limit = (count: number) => ({ count, percent: 20 });
const { summary } = cliTexts;

type Sentence = [what: string, say: (count: number) => string, one: string, many: string];
const SENTENCES: Sentence[] = [
  [
    'a run',
    (n) => cliTexts.run('Berg', 'klar', all(n)),
    'Berg: klar. 1 läst, 1 ny, 1 ändrad, 1 avslutad, 1 återupptagen, 1 oförändrad, 1 stoppad för utredning.',
    'Berg: klar. 2 lästa, 2 nya, 2 ändrade, 2 avslutade, 2 återupptagna, 2 oförändrade, 2 stoppade för utredning.',
  ],
  ['progress', (n) => cliTexts.progress('berg', n, 7), 'berg: 1 person läst, 7/s', 'berg: 2 personer lästa, 7/s'],
  ['open findings', (n) => cliTexts.openFindings(n), '1 öppen avvikelse:', '2 öppna avvikelser:'],
  [
    'mails dispatched',
    (n) => cliTexts.dispatched({ sent: n, failed: n, unknown: n, waiting: n }),
    'Mejl: 1 skickat, 1 misslyckades, 1 med okänt utfall, 1 väntar.',
    'Mejl: 2 skickade, 2 misslyckades, 2 med okänt utfall, 2 väntar.',
  ],
  [
    'the queue to the AD',
    (n) => cliTexts.adDispatched({ applied: n, refused: n, waiting: n }),
    'Externt AD: 1 skriven, 1 nekad, 1 väntar.',
    'Externt AD: 2 skrivna, 2 nekade, 2 väntar.',
  ],
  [
    'the chain',
    (n) => cliTexts.chain(n, n),
    'Spåret är helt: 1 rad, 1 med gallrat innehåll.',
    'Spåret är helt: 2 rader, 2 med gallrat innehåll.',
  ],
  [
    'people of the first start',
    (n) => summary.people(n, n),
    '1 person läst i katalogerna, 1 konto i externt AD.',
    '2 personer lästa i katalogerna, 2 konton i externt AD.',
  ],
  [
    'mails of the first start',
    (n) => summary.mails(n, 'data/mail'),
    '1 mejl skickat, det ligger i data/mail.',
    '2 mejl skickade, de ligger i data/mail.',
  ],
  ['findings of the first start', (n) => summary.findings(n), '1 avvikelse att titta på:', '2 avvikelser att titta på:'],
  ['municipalities', doctorTexts.municipalities, 'går att läsa, 1 kommun', 'går att läsa, 2 kommuner'],
  [
    'a catalogue that is whole',
    (n) => directoryTexts.check.file.read('berg.ldif', n, n),
    'berg.ldif är hel: 1 person, 1 med systemrollen.',
    'berg.ldif är hel: 2 personer, 2 med systemrollen.',
  ],
  [
    'a manifest that says otherwise',
    (n) => directoryTexts.incomplete.manifestRecords('berg.ldif', 9, n),
    'berg.ldif har 1 post, men manifestet säger 9.',
    'berg.ldif har 2 poster, men manifestet säger 9.',
  ],
  [
    'nobody left',
    (n) => directoryTexts.incomplete.nobodyLeft('berg.ldif', n),
    'Kommunens enda kända person finns inte i berg.ldif, och ingen annan har systemrollen. Katalogen är troligen inte hel.',
    'Ingen av kommunens 2 kända personer finns i berg.ldif, och ingen annan har systemrollen. Katalogen är troligen inte hel.',
  ],
  ['a file’s age', directoryTexts.check.age.detail, 'Filen är 1 timme gammal.', 'Filen är 2 timmar gammal.'],
  [
    'near misses',
    directoryTexts.check.nearMisses.detail,
    '1 person har en systemroll som nästan är rätt.',
    '2 personer har en systemroll som nästan är rätt.',
  ],
  [
    'access without an order',
    (n) => findingText.accessWithoutOrder(n).split(',')[0] ?? '',
    'En person har åtkomst utan beställning',
    '2 personer har åtkomst utan beställning',
  ],
  [
    'what was approved',
    (n) => runTexts.halted([], n, 0),
    '1 godkänd ändring är genomförd, resten väntar.',
    '2 godkända ändringar är genomförda, resten väntar.',
  ],
  [
    'what was approved, in the mail',
    (n) => haltMailTexts.applied(n).split('. ')[0] ?? '',
    'Det som var godkänt är genomfört (1 person)',
    'Det som var godkänt är genomfört (2 personer)',
  ],
  ...(['removals', 'changes', 'creations'] as const).map((kind): Sentence => [
    `tripped by ${kind}`,
    (n) => trippedText.brake(kind, n, n, limit(n)),
    `1 ${{ removals: 'avslut', changes: 'ändring', creations: 'ny eller återupptagen' }[kind]} av 1 konto är mer än spärren släpper igenom (1 styck eller 20 %).`,
    `2 ${{ removals: 'avslut', changes: 'ändringar', creations: 'nya eller återupptagna' }[kind]} av 2 konton är mer än spärren släpper igenom (2 stycken eller 20 %).`,
  ]),
];

describe('what is said of one and of several', () => {
  it.each(SENTENCES)('%s', (_what, say, one, many) => {
    expect([say(1), say(2)]).toEqual([one, many]);
  });

  it('is said of none without a list that does not come', () => {
    expect([summary.findings(0), cliTexts.openFindings(0)]).toEqual(['Inga avvikelser att titta på.', 'Inga öppna avvikelser.']);
  });
});
