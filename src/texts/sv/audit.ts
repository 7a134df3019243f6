import type { CheckpointProblemKind } from '../../audit/checkpoint';
import type { ProblemKind } from '../../audit/chain-check';

/** What people read of the audit trail. */
export const auditTexts = {
  problem: {
    'row-changed': 'Raden har ändrats efter att den skrevs.',
    'row-missing': 'Raden saknas.',
    'row-out-of-order': 'Raden hänger inte ihop med raden före.',
    'payload-changed': 'Radens uppgifter har ändrats efter att de skrevs.',
    'payload-missing': 'Radens uppgifter saknas utan att någon gallring förklarar det.',
    'payload-unexpected': 'Här finns uppgifter som inte hör till någon rad.',
    'erasure-outside-rule': 'Gallringen omfattar mer än regeln som den anger tillåter.',
    'erasure-count': 'Antalet gallrade rader stämmer inte med vad gallringen uppger.',
    'tail-missing': 'Kedjans sista rader saknas, från och med den här.',
    'head-missing': 'Kedjans slutmärke saknas.',
    'head-differs': 'Kedjans sista rad stämmer inte med slutmärket.',
    'head-forged': 'Slutmärket är inte skrivet av den här tjänsten.',
    'row-after-head': 'Raden ligger efter kedjans slut.',
  } satisfies Record<ProblemKind, string>,
  keyMissing: 'pekar på en nyckelfil som saknas. Lägg tillbaka filen från säkerhetskopian.',
  keyNotCreated: (code: string): string => `pekar på en nyckelfil som inte gick att skapa (${code}).`,
  noSuchKey: 'är ingen privat Ed25519-nyckel i PEM (PKCS #8).',
  checkpoint: {
    'checkpoint-unreadable': 'Raden i filen går inte att läsa.',
    'checkpoint-signature': 'Signaturen är inte gjord med nyckeln.',
    'checkpoint-missing': 'En eller flera signerade avstämningar före den här är borttagna eller ändrade.',
    'checkpoint-backwards': 'Avstämningen gäller en tidigare rad än den före.',
    'checkpoint-row-missing':
      'Loggen har inte längre raden som avstämningen gäller. Slutet är bortklippt eller databasen är en gammal kopia.',
    'checkpoint-differs': 'Loggens rad är en annan än när avstämningen signerades. Kedjan är omskriven.',
  } satisfies Record<CheckpointProblemKind, string>,
  checkpointProblem: (line: number, seq: number | null, text: string): string =>
    `  Avstämning ${line}${seq === null ? '' : ` (rad ${seq})`}: ${text}`,
  checkpointsHold: (count: number): string => `Alla ${count} signerade avstämningar stämmer med loggen.`,
  noCheckpointYet: 'Ingen avstämning är signerad än.',
  lastThatHolds: (line: number, seq: number, at: string): string =>
    `Sista avstämningen som håller är nummer ${line}: loggen är oförändrad till och med rad ${seq}, ${at}.`,
  noneHolds: 'Ingen signerad avstämning håller.',
  checkpointed: {
    off: 'Inga avstämningar signeras: audit.checkpointDirectory är inte inställd.',
    unchanged: 'Inget har skrivits sedan förra avstämningen.',
    broken: 'Loggen stämmer inte med förra avstämningen. Inget signerades. Kör audit verify.',
    signed: (seq: number): string => `Loggen är signerad till och med rad ${seq}.`,
  },
};
