import { counted } from './counted';

/** What the columns of a file with orders are called. */
export const orderColumns = {
  hsaId: 'HSA-id',
  unit: 'Enhet',
  cosmicRole: 'Roll',
  from: 'Från',
  to: 'Till',
  reason: 'Skäl',
  onBehalfOf: 'Chef',
  confirmed: 'Bekräftad',
} as const;

export type OrderColumn = keyof typeof orderColumns;

const columnList = Object.values(orderColumns).join(', ');

/** What is said of a file with orders. Nothing of what stands in it is repeated but its columns' names. */
export const orderImportTexts = {
  file: {
    'too-large': 'Filen är för stor. Dela den i flera: högst 1 MB åt gången.',
    'not-text': 'Filen är ingen textfil. Spara den som CSV (UTF-8 eller Windows-1252).',
    empty: 'Filen är tom.',
    'too-many-rows': (most: number): string => `Filen har för många rader. Dela den i flera: högst ${most} beställningar åt gången.`,
    'no-rows': 'Filen har en rubrikrad men inga beställningar.',
    malformed: (line: number): string => `Rad ${line}: citattecknen går inte ihop.`,
    'unknown-column': (position: number): string => `Kolumn ${position}: rubriken är okänd. Rubrikerna ska vara: ${columnList}.`,
    'repeated-column': (position: number): string => `Kolumn ${position}: rubriken finns redan.`,
    'missing-column': (column: OrderColumn): string => `Kolumnen ${orderColumns[column]} saknas.`,
  },
  row: {
    'too-many-values': 'Raden har fler värden än rubrikraden.',
    'too-few-values': 'Raden har färre värden än rubrikraden.',
    'malformed-day': 'Skriv en dag som ÅÅÅÅ-MM-DD.',
    'personal-number': 'Det verkar stå ett personnummer här. Ta bort det.',
    'malformed-answer': 'Skriv ja eller nej.',
    'already-ordered': 'Finns redan, ingen ny beställning behövs.',
    'repeated-row': 'Samma beställning finns på en tidigare rad.',
  },
  outcome: { good: 'kan beställas', refused: 'fel', already: 'finns redan', placed: 'beställd' },
  columns: { line: 'Rad', outcome: 'Resultat', number: 'Beställning', problems: 'Att rätta' },
  summary: (good: number, refused: number, already: number): string =>
    `${counted(good, 'rad kan beställas', 'rader kan beställas')}, ${refused} med fel, ${already} finns redan.`,
  placed: (placed: number, refused: number, already: number): string =>
    `${counted(placed, 'beställning lagd', 'beställningar lagda')}, ${counted(refused, 'rad', 'rader')} med fel, ${already} fanns redan.`,
  nothingPlaced: 'Inget är beställt, eftersom någon rad har fel. Rätta raderna, eller beställ bara de rätta.',
};
