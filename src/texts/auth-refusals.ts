import { type BothLanguages, Refusal, type RefusalStatus } from '../platform/refusal';

/** Why something about roles, deputies or keys is not done. */
const REFUSALS = {
  'hsa-id-invalid': { status: 422, en: 'That is not an HSA-id.', sv: 'Det är inget HSA-id.' },
  'municipality-unknown': {
    status: 422,
    en: 'There is no such municipality, or none that you decide about.',
    sv: 'Det finns ingen sådan kommun, eller ingen som du bestämmer över.',
  },
  'outside-your-reach': {
    status: 403,
    en: 'That reaches further than you do yourself.',
    sv: 'Det räcker längre än vad du själv når.',
  },
  'unit-without-municipality': {
    status: 422,
    en: 'Say which municipality the unit belongs to.',
    sv: 'Ange vilken kommun enheten hör till.',
  },
  'unit-invalid': { status: 422, en: 'A unit is given as its HSA-id.', sv: 'En enhet anges med sitt HSA-id.' },
  'end-before-start': { status: 422, en: 'The last day lies before the first.', sv: 'Sista dagen ligger före den första.' },
  'already-over': { status: 422, en: 'The last day has passed already.', sv: 'Sista dagen har redan varit.' },
  'own-role': {
    status: 403,
    en: 'Nobody gives roles to themselves: ask a colleague.',
    sv: 'Ingen ger sig själv roller: be en kollega.',
  },
  'role-held-already': {
    status: 409,
    en: 'The person has that role already, for some of those days.',
    sv: 'Personen har redan den rollen, under en del av de dagarna.',
  },
  'role-removed-already': { status: 409, en: 'That role has been removed already.', sv: 'Rollen är redan borttagen.' },
  'deputy-of-oneself': {
    status: 422,
    en: 'Nobody is their own deputy.',
    sv: 'Ingen är sin egen ersättare.',
  },
  'not-a-manager': {
    status: 422,
    en: 'Only a manager hands over, and only roles of their own: a deputy does not appoint deputies.',
    sv: 'Bara en chef lämnar över, och bara egna roller: en ersättare utser inga ersättare.',
  },
  'unit-not-the-managers': {
    status: 422,
    en: 'That is not one of the manager’s units.',
    sv: 'Det är inte en av chefens enheter.',
  },
  'deputy-already': {
    status: 409,
    en: 'That colleague is the deputy already, for some of those days.',
    sv: 'Kollegan är redan ersättare, under en del av de dagarna.',
  },
  'deputy-ended-already': { status: 409, en: 'That has ended already.', sv: 'Det är redan avslutat.' },
  'key-permission-unknown': {
    status: 422,
    en: 'There is no such permission for keys.',
    sv: 'Det finns ingen sådan behörighet för nycklar.',
  },
  'key-too-long-lived': {
    status: 422,
    en: 'A key holds for a year at most.',
    sv: 'En nyckel gäller i högst ett år.',
  },
  'key-revoked-already': { status: 409, en: 'That key has been revoked already.', sv: 'Nyckeln är redan spärrad.' },
} as const satisfies Record<string, { status: RefusalStatus } & BothLanguages>;

export type AuthRefusalCode = keyof typeof REFUSALS;

export const authRefusal = (code: AuthRefusalCode): Refusal => new Refusal(code, REFUSALS[code].status, REFUSALS[code]);

/** Codes with their statuses, for the API's document. */
export const authRefusals = (...codes: AuthRefusalCode[]): Record<string, number> =>
  Object.fromEntries(codes.map((code) => [code, REFUSALS[code].status]));
