import type { BaselineDifference } from '../../baseline/baseline-differences';
import { blockerText } from './access';
import { cosmicTexts } from './cosmic';
import { counted } from './counted';

const problems: Record<string, string> = {
  'hsa-id-malformed': 'HSA-id:t är felskrivet eller saknas.',
  'date-malformed': 'Datumet saknas eller går inte att tolka. Skriv ÅÅÅÅ-MM-DD.',
  'date-ahead': 'Datumet har inte varit än.',
  'unit-malformed': 'En enhet är inget HSA-id.',
  'municipality-unknown': 'Kommunen finns inte i konfigurationen, eller så går den inte att se på HSA-id:t.',
  repeated: 'Personen står flera gånger i filen.',
  ...cosmicTexts.csv,
};

/** Taking over those who already work in Cosmic. */
export const baselineTexts = {
  problem: (problem: string): string => problems[problem] ?? problem,
  column: (name: string): string => `kolumn: ${name}`,
  unreadable: (code: string): string => `Filen går inte att läsa (${code}).`,
  badTime: 'Tiden går inte att tolka. Skriv ÅÅÅÅ-MM-DD eller ÅÅÅÅ-MM-DD TT:MM.',
  summary: (result: {
    outcome: 'previewed' | 'imported';
    people: number;
    recorded: number;
    grants: number;
    agreements: number;
    casesClosed: number;
    mailsWithdrawn: number;
  }): string =>
    `${result.outcome === 'previewed' ? 'Förhandsvisning, inget är skrivet. ' : ''}${counted(result.people, 'person', 'personer')} i filen: ` +
    [
      counted(result.recorded, 'ny eller ändrad', 'nya eller ändrade'),
      counted(result.grants, 'behörighet', 'behörigheter'),
      counted(result.agreements, 'förbindelse', 'förbindelser'),
      counted(result.casesClosed, 'ärende stängt', 'ärenden stängda'),
      `${counted(result.mailsWithdrawn, 'mejl behövdes inte', 'mejl behövdes inte')}.`,
    ].join(', '),
  disagrees: 'Det här stämmer inte med HSA eller AD:',
  difference: (difference: BaselineDifference): string =>
    difference === 'unit-differs' ? 'Enheten i HSA är en annan än de som står i filen.' : blockerText[difference],
};
