import type { BothLanguages } from '../platform/refusal';

/** Refusals of lists, searches, reviews and reveals, in both languages, by code. */
export const followUpRefusals = {
  'personal-number-in-search': {
    en: 'A personal identity number must not be written here. Search by name or HSA-id.',
    sv: 'Skriv inget personnummer här. Sök på namn eller HSA-id.',
  },
  'reason-missing': {
    en: 'Say why: the reason is kept.',
    sv: 'Ange varför: orsaken sparas.',
  },
  'date-malformed': {
    en: 'A day is written YYYY-MM-DD.',
    sv: 'En dag skrivs ÅÅÅÅ-MM-DD.',
  },
  'date-in-the-future': {
    en: 'That day has not come yet.',
    sv: 'Den dagen har inte kommit än.',
  },
  'period-reversed': {
    en: 'The period ends before it begins.',
    sv: 'Perioden slutar innan den börjar.',
  },
  'nothing-to-draw': {
    en: 'Nothing was recorded in that period.',
    sv: 'Det finns inga loggrader för den perioden.',
  },
  'review-signed': {
    en: 'The review is signed and does not change any more.',
    sv: 'Loggkontrollen är signerad och ändras inte mer.',
  },
  'review-not-judged': {
    en: 'Every row must be judged before the review is signed.',
    sv: 'Alla rader måste vara bedömda innan loggkontrollen signeras.',
  },
  'review-own-action': {
    en: 'Nobody judges what they have done themselves. Let somebody else judge this row.',
    sv: 'Ingen bedömer det egna arbetet. Låt någon annan bedöma den här raden.',
  },
  'judgement-needs-note': {
    en: 'A question or a deviation needs a note that says what it is about.',
    sv: 'En fråga eller avvikelse behöver en anteckning som säger vad den gäller.',
  },
} as const satisfies Record<string, BothLanguages>;

export type FollowUpRefusal = keyof typeof followUpRefusals;
