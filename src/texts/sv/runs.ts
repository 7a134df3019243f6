import { counted } from './counted';

/** What is said of runs, on the terminal and in the run's own record. */
export const runTexts = {
  otherRunIsGoingOn: 'En annan körning av kommunen pågår. Försök igen när den är klar.',
  killed: 'Körningen avbröts innan den var klar, troligen för att processen dog. Det som hann skrivas är helt och spårat.',
  stopped: 'Tjänsten stoppades under körningen. Det som hann skrivas är helt och spårat; nästa körning fortsätter därifrån.',
  noSuchRun: (runId: string): string =>
    `Det finns ingen körning ${runId}. Kör sync, eller titta i mejlet om stoppet, för att se vad den heter.`,
  notHalted: (runId: string): string => `Körningen ${runId} är inte stoppad. Det finns inget att släppa.`,
  alreadyReleased: (runId: string): string => `Planen i körningen ${runId} är redan släppt.`,
  approved: (runId: string): string =>
    `Ditt ja till planen i körningen ${runId} är sparat. En person till måste säga ja innan den genomförs.`,
  takesAnotherPerson: (runId: string): string => `Du har redan sagt ja till planen i körningen ${runId}. Nu måste någon annan göra det.`,
  notHeld: (hsaId: string): string => `${hsaId} är inte stoppad för en ändrad identitet. Det finns inget att godkänna.`,
  crashed: (code: string): string =>
    `Ett oväntat fel avbröt körningen (${code}). Det som hann skrivas är helt och spårat; nästa körning fortsätter därifrån.`,
  /** @param passedEnds people whose last day was known before the run and has passed: a halt does not keep their access */
  halted: (tripped: readonly string[], applied: number, passedEnds: number): string =>
    [
      ...tripped,
      applied === 0
        ? 'Inget av planen är genomfört.'
        : `${counted(applied, 'godkänd ändring är genomförd', 'godkända ändringar är genomförda')}, resten väntar.`,
      ...(passedEnds === 0 ? [] : [`Avslutade för att deras sista dag har passerat: ${passedEnds}.`]),
    ].join(' '),
};
