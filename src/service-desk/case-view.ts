import type { LocalDate } from '../platform/time';
import { caseFieldTexts } from '../texts/sv/case';
import { changesBetween, type MailWorthy, type Told } from './case-changes';
import type { CaseFacts, FieldChange } from './case-facts';

/** Something to enter in Cosmic, exactly as it stands here. */
export interface ValueToEnter {
  field: 'user' | 'role' | 'unit' | 'title' | 'prescriber-code' | 'commission' | 'from' | 'to';
  label: string;
  value: string;
}

/**
 * What Servicecenter enters in Cosmic for somebody, in the order it is entered.
 *
 * | field           | from                                                  | left out                  |
 * |-----------------|-------------------------------------------------------|---------------------------|
 * | user            | user principal name                                   |                           |
 * | role            | `cosmicRoles[].enter` of the order                    | nothing is ordered        |
 * | unit            | name and HSA-id                                       | no unit in HSA            |
 * | title           | all, joined                                           | none                      |
 * | prescriber-code | HSA, for those who may prescribe                      | none                      |
 * | commission      | one for each: name, purpose, unit                     | none                      |
 * | from            | the later of the order's and HSA's first day          | neither says any          |
 * | to              | the earlier of the order's and HSA's last day         | neither says any          |
 */
export function toEnter(facts: CaseFacts): ValueToEnter[] {
  const { order, unit } = facts;
  const values: [ValueToEnter['field'], string | null][] = [
    ['user', facts.userPrincipalName],
    ['role', order?.role.enter ?? null],
    ['unit', unit && [unit.name, unit.hsaId].filter(Boolean).join(', ')],
    ['title', facts.titles.join(', ') || null],
    ['prescriber-code', facts.prescriberCode],
    ...facts.commissions.map(({ name, purpose, unit: at }): ['commission', string] => [
      'commission',
      [name, purpose, at].filter(Boolean).join(', '),
    ]),
    ['from', latest(order?.from ?? null, facts.startDate)],
    ['to', earliest(order?.to ?? null, facts.endDate)],
  ];
  return values.flatMap(([field, value]) => (value === null ? [] : [{ field, label: caseFieldTexts.enter[field], value }]));
}

const latest = (one: LocalDate | null, other: LocalDate | null): LocalDate | null => pick(one, other, (a, b) => a > b);
const earliest = (one: LocalDate | null, other: LocalDate | null): LocalDate | null => pick(one, other, (a, b) => a < b);
const pick = (one: LocalDate | null, other: LocalDate | null, first: (a: LocalDate, b: LocalDate) => boolean): LocalDate | null =>
  one === null || other === null ? (one ?? other) : first(one, other) ? one : other;

/** The case as its holder saw it when they took it. */
export type SeenCase = Pick<Told, 'facts' | 'isProtected'>;

const EVERY_FIELD: readonly MailWorthy[] = ['name', 'unit', 'title', 'prescriberCode', 'commissions', 'dates', 'protected'];

/** Every field that reads otherwise than it did then. */
export const changesSince = (seen: SeenCase, now: SeenCase): FieldChange[] => changesBetween(seen, now, EVERY_FIELD);

/** Units that a permission can be granted at: the person's own, and those of their commissions. HSA-ids as written; null: a unit without one. */
export function grantableUnits({ unit, commissions }: Pick<CaseFacts, 'unit' | 'commissions'>): (string | null)[] {
  const own = unit?.hsaId ?? null;
  const others = commissions.flatMap(({ unit: at }) => (at === null ? [] : [at]));
  return [...new Map([own, ...others].map((hsaId) => [hsaId?.toLowerCase() ?? null, hsaId])).values()];
}
