import type { Person } from '../people/person';
import type { AgreementStatus } from '../access/agreement-status';
import { changeTexts } from '../texts/sv/mails';
import type { CaseFacts, ChangedField, FieldChange, OrderedAccess } from './case-facts';

/**
 * Occupations whose licence can carry the right to prescribe (HSLF-FS 2021:75, Socialstyrelsen's prescriber codes).
 * For anybody else the code is nobody's business and stays out of mail.
 */
const PRESCRIBERS = ['läkare', 'tandläkare', 'barnmorska', 'sjuksköterska', 'distriktssköterska', 'tandhygienist', 'optiker'];

const mayPrescribe = (person: Person): boolean => {
  const titles = [...person.hsaTitles, ...person.paTitleNames, ...(person.title === null ? [] : [person.title])].map((title) =>
    title.toLocaleLowerCase('sv'),
  );
  return titles.some((title) => PRESCRIBERS.some((prescriber) => title.includes(prescriber)));
};

/** `Given Middle Surname`; what HSA calls fullName may stand the other way round. */
export const displayNameOf = (person: Person): string =>
  person.givenName === null ? person.fullName : [person.givenName, person.middleName, person.surname].filter(Boolean).join(' ');

export interface CaseFactsInput {
  person: Person;
  municipalityName: string;
  accountName: string;
  userPrincipalName: string;
  agreement: AgreementStatus;
  order: OrderedAccess | null;
  reason: string | null;
}

/** The facts of a case as they are now. */
export function caseFactsOf({
  person,
  municipalityName,
  accountName,
  userPrincipalName,
  agreement,
  order,
  reason,
}: CaseFactsInput): CaseFacts {
  return {
    hsaId: person.hsaId,
    name: displayNameOf(person),
    municipality: municipalityName,
    unit: person.unit && { hsaId: person.unit.hsaId, name: person.unit.name, path: person.unit.path },
    titles: [...new Set([...(person.title === null ? [] : [person.title]), ...person.hsaTitles, ...person.paTitleNames])],
    prescriberCode: mayPrescribe(person) ? person.prescriberCode : null,
    commissions: person.commissions.map(({ name, purpose, unitHsaId }) => ({ name, purpose, unit: unitHsaId })),
    startDate: person.startDate,
    endDate: person.endDate,
    agreement,
    order,
    accountName,
    userPrincipalName,
    reason,
  };
}

/** What Servicecenter was told last, and whether the person was protected then. */
export interface Told {
  facts: CaseFacts;
  isProtected: boolean;
  /** The agreement has lapsed for so long that the permission in Cosmic is to be withdrawn until there is a new one. */
  asksWithdrawal?: boolean;
  /** What the open cases show, where something in it has changed since then that was not worth a mail. */
  shown?: CaseFacts;
}

/** The facts that the open cases show. */
export const shownFacts = ({ facts, shown }: Told): CaseFacts => shown ?? facts;

/** Which changes are worth a mail is configuration; `dates` is both dates. */
export type MailWorthy = 'name' | 'unit' | 'title' | 'prescriberCode' | 'commissions' | 'dates' | 'protected';

const TEXT_OF: Record<Exclude<ChangedField, 'protected' | 'agreement'>, (facts: CaseFacts) => string | null> = {
  name: ({ name }) => name,
  unit: ({ unit }) => (unit === null ? null : `${unit.path.join(' / ')}${unit.hsaId === null ? '' : ` (${unit.hsaId})`}`),
  title: ({ titles }) => titles.join(', ') || null,
  prescriberCode: ({ prescriberCode }) => prescriberCode,
  commissions: ({ commissions }) =>
    commissions.map(({ name, purpose, unit }) => [name, purpose, unit].filter(Boolean).join(', ')).join('; ') || null,
  startDate: ({ startDate }) => startDate,
  endDate: ({ endDate }) => endDate,
  cosmicRole: ({ order }) => (order ? `${order.role.name} (${order.role.code})` : null),
  orderFrom: ({ order }) => order?.from ?? null,
  orderTo: ({ order }) => order?.to ?? null,
};

/** Null: always told, because the permission itself is another. */
const MAIL_WORTHY_AS: Record<ChangedField, MailWorthy | null> = {
  name: 'name',
  unit: 'unit',
  title: 'title',
  prescriberCode: 'prescriberCode',
  commissions: 'commissions',
  startDate: 'dates',
  endDate: 'dates',
  protected: 'protected',
  cosmicRole: null,
  orderFrom: null,
  orderTo: null,
  agreement: null,
};

/** Each field that Servicecenter was told otherwise, in a fixed order; empty when there is nothing to tell. */
export function changesBetween(before: Told, after: Told, on: readonly MailWorthy[]): FieldChange[] {
  const fields = (Object.keys(TEXT_OF) as (keyof typeof TEXT_OF)[]).map((field) => ({
    field,
    before: TEXT_OF[field](before.facts),
    after: TEXT_OF[field](after.facts),
  }));
  const all: FieldChange[] = [
    ...fields,
    { field: 'protected', before: yesNo(before.isProtected), after: yesNo(after.isProtected) },
    { field: 'agreement', before: agreementStands(before), after: agreementStands(after) },
  ];
  return all.filter((change) => change.before !== change.after && isWorthy(change.field, on));
}

function isWorthy(field: ChangedField, on: readonly MailWorthy[]): boolean {
  const worthy = MAIL_WORTHY_AS[field];
  return worthy === null || on.includes(worthy);
}

const agreementStands = ({ asksWithdrawal = false }: Told): string =>
  asksWithdrawal ? changeTexts.agreementLapsed : changeTexts.agreementHolds;

const yesNo = (value: boolean): string => (value ? 'ja' : 'nej');
