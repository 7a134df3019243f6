import { holdsPersonalNumber } from '../people/personal-number-in-text';
import type { FieldProblem, Refused } from '../platform/refusal';
import { addDays, isLocalDate, type LocalDate } from '../platform/time';
import { type OrderProblemCode, orderProblemTexts } from '../texts/order-problems';

/** The fields of an order as the API names them. */
export type OrderField = 'hsaId' | 'unit' | 'cosmicRole' | 'from' | 'to' | 'reason' | 'onBehalfOf';

export interface OrderProblem {
  code: OrderProblemCode;
  field: OrderField;
  /** It may be so all the same: it is asked about once, and let through when it is confirmed. */
  isWarning: boolean;
}

/** What is ordered, as it was written but for blanks around it. */
export interface Ordered {
  hsaId: string;
  cosmicRole: string;
  from: LocalDate;
  /** Null: until it is ended. */
  to: LocalDate | null;
  reason: string;
}

/** Another order of the person that counts. */
export interface OtherOrder {
  /** HSA-id key. */
  unitKey: string | null;
  from: LocalDate;
  to: LocalDate | null;
}

/** What the directory says of whom it is for, right now. */
export interface OrderedPerson {
  standing: 'elsewhere' | 'not-found' | 'ambiguous' | 'unreadable' | 'left' | 'found';
  isProtected: boolean;
  titles: readonly string[];
  /** HSA-id key of the unit in the directory. */
  unitKey: string | null;
  /** Whether the person's unit lies within what the orderer may order for. */
  isWithinReach: boolean;
}

export interface OrderQuestion {
  order: Ordered;
  person: OrderedPerson;
  /** The unit that is ordered for; null: it is not in the directory. */
  unit: { key: string | null; isWithinReach: boolean } | null;
  /** The role in Cosmic as the catalogue has it; null: it is not there. */
  role: { titles: readonly string[] } | null;
  /** On whose behalf somebody else orders: `own` for who orders for themselves. */
  manager: 'own' | 'missing' | 'unfit' | 'fit';
  others: readonly OtherOrder[];
  today: LocalDate;
}

/** How far back an order may begin: it was agreed on, and entered late. */
export const LATEST_DAYS = 30;

export const REASON_LENGTH = 1000;

/**
 * Everything that is wrong with an order that is to be placed or changed. Each row is asked about by itself; those about a
 * person are the first that fits.
 *
 * | fact                                                                  | code                   | field      | warning |
 * |-----------------------------------------------------------------------|------------------------|------------|---------|
 * | no HSA-id                                                             | person-missing         | hsaId      |         |
 * | the HSA-id has another organisation's prefix                          | person-elsewhere       | hsaId      |         |
 * | nobody in the directory; or somebody protected outside the reach      | person-not-found       | hsaId      |         |
 * | several entries with the HSA-id                                       | person-ambiguous       | hsaId      |         |
 * | outside the reach                                                     | person-outside-reach   | hsaId      |         |
 * | an entry with faults                                                  | person-unreadable      | hsaId      |         |
 * | archived, deleted, test data                                          | person-left            | hsaId      |         |
 * | protected                                                             | person-protected       | hsaId      | yes     |
 * | another order that counts, for the unit, on some of the days          | ordered-twice          | hsaId      |         |
 * | another order that counts, for another unit, on some of the days      | order-overlaps         | from       |         |
 * | the unit is not in the directory                                      | unit-unknown           | unit       |         |
 * | the unit lies outside the reach                                       | unit-outside-reach     | unit       |         |
 * | the person belongs to another unit in the directory                   | unit-differs           | unit       | yes     |
 * | the role is not in the catalogue                                      | role-unknown           | cosmicRole |         |
 * | the role suits other titles than the person's                         | role-title-unsuited    | cosmicRole | yes     |
 * | a day that does not exist                                             | from-, to-malformed    | from, to   |         |
 * | the last day before the first                                         | end-before-start       | to         |         |
 * | the last day has passed                                               | end-passed             | to         |         |
 * | the first day is more than 30 days ago                                | start-too-long-ago     | from       |         |
 * | no reason, one of over 1 000 characters, one with a personnummer      | reason-…               | reason     |         |
 * | somebody orders for a manager and names none                          | manager-missing        | onBehalfOf |         |
 * | the one who is named is no manager for the unit                       | manager-unfit          | onBehalfOf |         |
 */
export function orderProblems(question: OrderQuestion): OrderProblem[] {
  return [
    ...ofPerson(question),
    ...ofDays(question.order, question.today),
    ...ofOthers(question),
    ...ofUnit(question),
    ...ofRole(question),
    ...ofReason(question.order.reason),
    ...(question.manager === 'missing' ? [refused('manager-missing', 'onBehalfOf')] : []),
    ...(question.manager === 'unfit' ? [refused('manager-unfit', 'onBehalfOf')] : []),
  ];
}

/** What still stands in the way when these warnings are confirmed; of warnings only where nothing else does. */
export function inTheWay(problems: readonly OrderProblem[], confirmed: readonly string[]): OrderProblem[] {
  const refusing = problems.filter(({ isWarning }) => !isWarning);
  return refusing.length > 0 ? refusing : problems.filter(({ code }) => !confirmed.includes(code));
}

export interface OrderRefused extends Refused {
  problems: readonly OrderProblem[];
}

/** The first problem names the refusal. @param problems at least one */
export function refusedFor(problems: readonly OrderProblem[]): OrderRefused {
  const [first] = problems;
  if (!first) throw new Error('Nothing is refused for nothing');
  const errors: FieldProblem[] = problems.map(({ code, field }) => ({ pointer: `/${field}`, ...orderProblemTexts[code] }));
  // What is missing, foreign or protected answers as any other record that is not there.
  const status = first.code === 'person-not-found' ? 404 : first.isWarning || AS_THINGS_ARE.has(first.code) ? 409 : 422;
  return { outcome: 'refused', code: first.code, status, ...orderProblemTexts[first.code], errors, problems };
}

const AS_THINGS_ARE: ReadonlySet<OrderProblemCode> = new Set<OrderProblemCode>(['ordered-twice', 'order-overlaps']);

const refused = (code: OrderProblemCode, field: OrderField): OrderProblem => ({ code, field, isWarning: false });
const asked = (code: OrderProblemCode, field: OrderField): OrderProblem => ({ code, field, isWarning: true });

function ofPerson({ order, person }: OrderQuestion): OrderProblem[] {
  if (order.hsaId === '') return [refused('person-missing', 'hsaId')];
  if (person.standing === 'elsewhere') return [refused('person-elsewhere', 'hsaId')];
  const isHidden = person.isProtected && !person.isWithinReach;
  if (person.standing === 'not-found' || isHidden) return [refused('person-not-found', 'hsaId')];
  if (person.standing === 'ambiguous') return [refused('person-ambiguous', 'hsaId')];
  if (!person.isWithinReach) return [refused('person-outside-reach', 'hsaId')];
  if (person.standing === 'unreadable') return [refused('person-unreadable', 'hsaId')];
  if (person.standing === 'left') return [refused('person-left', 'hsaId')];
  return person.isProtected ? [asked('person-protected', 'hsaId')] : [];
}

function ofDays({ from, to }: Ordered, today: LocalDate): OrderProblem[] {
  const malformed = [
    ...(isLocalDate(from) ? [] : [refused('from-malformed', 'from')]),
    ...(to === null || isLocalDate(to) ? [] : [refused('to-malformed', 'to')]),
  ];
  if (malformed.length > 0) return malformed;
  return [
    ...(to !== null && to < from ? [refused('end-before-start', 'to')] : to !== null && to < today ? [refused('end-passed', 'to')] : []),
    ...(from < addDays(today, -LATEST_DAYS) ? [refused('start-too-long-ago', 'from')] : []),
  ];
}

function ofOthers({ order, unit, others }: OrderQuestion): OrderProblem[] {
  const overlapping = others.filter((other) => overlaps(order, other));
  if (overlapping.length === 0) return [];
  const isSame = overlapping.some(({ unitKey }) => unitKey === (unit?.key ?? null));
  return [isSame ? refused('ordered-twice', 'hsaId') : refused('order-overlaps', 'from')];
}

/** Whole days, the last one included. */
const overlaps = (one: Pick<OtherOrder, 'from' | 'to'>, other: Pick<OtherOrder, 'from' | 'to'>): boolean =>
  (one.to === null || other.from <= one.to) && (other.to === null || one.from <= other.to);

function ofUnit({ unit, person }: OrderQuestion): OrderProblem[] {
  if (person.standing !== 'found') return [];
  if (!unit) return [refused('unit-unknown', 'unit')];
  if (!unit.isWithinReach) return [refused('unit-outside-reach', 'unit')];
  return unit.key === person.unitKey ? [] : [asked('unit-differs', 'unit')];
}

/** Titles compare without case and blanks around. A role that suits no title in particular suits all. */
function ofRole({ role, person }: OrderQuestion): OrderProblem[] {
  if (!role) return [refused('role-unknown', 'cosmicRole')];
  const suited = new Set(role.titles.map(folded));
  const isSuited = suited.size === 0 || person.titles.some((title) => suited.has(folded(title)));
  return isSuited || person.standing !== 'found' ? [] : [asked('role-title-unsuited', 'cosmicRole')];
}

const folded = (title: string): string => title.trim().normalize('NFC').toLocaleLowerCase('sv');

function ofReason(reason: string): OrderProblem[] {
  if (reason === '') return [refused('reason-missing', 'reason')];
  if ([...reason].length > REASON_LENGTH) return [refused('reason-too-long', 'reason')];
  return holdsPersonalNumber(reason) ? [refused('reason-personal-number', 'reason')] : [];
}
