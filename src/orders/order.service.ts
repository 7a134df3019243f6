import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PersonChanges } from '../access/person-changes.service';
import type { OrderChange } from '../audit/person-action';
import { municipalitiesOf } from '../auth/reach';
import { PeopleRepository } from '../people/people.repository';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { Clock } from '../platform/clock';
import { changedMeanwhile, notFound, type Refused } from '../platform/refusal';
import { SealedBox } from '../platform/sealed-box';
import { type Instant, type LocalDate, isLocalDate, localDateOf } from '../platform/time';
import { type OrderRefusalCode, orderRefusalTexts } from '../texts/order-problems';
import { type Asker, nameOf, originOf } from './asker';
import { stateAfter, type OrderStep } from './order';
import { OrderCheck, type CheckedOrder, type OrderDraft } from './order-check.service';
import { inTheWay, type OrderField, type OrderProblem, REASON_LENGTH, refusedFor } from './order-rules';
import { type OrderDetails, OrderEntity } from './order.entity';
import { OrderRepository } from './order.repository';
import { PeopleToSettle } from './people-to-settle.repository';

/** An order to be placed, as somebody wrote it. */
export interface NewOrder extends Omit<OrderDraft, 'from'> {
  /** Today where none is named. */
  from?: LocalDate | null | undefined;
  /** Codes of warnings that somebody has said yes to. */
  confirmed?: readonly string[] | undefined;
}

/** What is to be another; what is not named stays. */
export interface ChangedOrder {
  /** HSA-id. */
  unit?: string | undefined;
  cosmicRole?: string | undefined;
  from?: LocalDate | undefined;
  /** Null: until it is ended. */
  to?: LocalDate | null | undefined;
  confirmed?: readonly string[] | undefined;
}

export type OrderAnswer = { outcome: 'done'; number: string } | Refused;

/** Orders: placed, changed, ended and withdrawn by those who may, each with all that follows from it in one transaction. */
@Injectable()
export class OrderService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly check: OrderCheck,
    private readonly people: PeopleRepository,
    private readonly orders: OrderRepository,
    private readonly toSettle: PeopleToSettle,
    private readonly changes: PersonChanges,
  ) {}

  /**
   * The directory is asked first, and nothing is saved when it cannot be.
   * @throws Refusal `not-found` for a municipality that is out of reach
   */
  async place(asker: Asker, order: NewOrder): Promise<OrderAnswer> {
    const { municipality, confirmed = [] } = order;
    if (!municipalitiesOf(asker.reach).includes(municipality)) throw notFound();
    const from = order.from ?? this.today;
    const looked = await this.check.look(asker, municipality, [{ ...order, from }]);
    if ('outcome' in looked) return looked;
    const checked = only(looked);
    const early = inTheWay(checked.problems([]), confirmed);
    if (early.length > 0) return refusedFor(early);
    const trace = randomUUID();
    const { role } = checked.ordering;
    const origin = originOf(asker, { municipality, today: this.today, role }, trace, checked.order.reason);
    const { result } = await this.changes.record<OrderAnswer>(municipality, origin, async (manager, { now }) => {
      await this.orders.alone(manager);
      const active = await this.orders.active(manager, municipality, checked.hsaIdKey);
      const problems = inTheWay(checked.problems(active), confirmed);
      if (problems.length > 0) return { result: refusedFor(problems), changes: [] };
      const number = await this.record(manager, asker, checked, trace, now);
      return { result: { outcome: 'done', number }, changes: [{ hsaIdKey: checked.hsaIdKey, what: ['order-placed'] }] };
    });
    return result;
  }

  /** Writes down an order that nothing stands in the way of, in the caller's transaction. @returns its number */
  async record(manager: EntityManager, asker: Asker, checked: CheckedOrder, trace: string, now: Instant): Promise<string> {
    const number = await this.orders.nextNumber(manager, now);
    await this.orders.insert(manager, this.rowOf(checked, asker, number, trace, now), checked.units);
    await this.toSettle.addUnknown(manager, checked.municipality, checked.hsaIdKey, now);
    return number;
  }

  /**
   * @param version as it was read
   * @throws Refusal `not-found`, `changed-meanwhile`
   */
  async change(asker: Asker, number: string, version: number, change: ChangedOrder): Promise<OrderAnswer> {
    const before = await this.known(asker, number);
    if (stateAfter(before.state, 'change') === null) return refused('order-not-changeable', 409);
    const details = this.box.open<OrderDetails>(before.details);
    const draft: OrderDraft = {
      municipality: before.municipality,
      hsaId: before.hsaId,
      unit: change.unit ?? details.unit?.hsaId ?? null,
      cosmicRole: change.cosmicRole ?? before.cosmicRole,
      from: change.from ?? before.from,
      to: change.to === undefined ? before.to : change.to,
      reason: details.reason,
      onBehalfOf: null,
    };
    const touched = fieldsOf(before, draft, details);
    if (touched.size === 0) return refused('nothing-changed', 422);
    const looked = await this.check.look(asker, before.municipality, [draft]);
    if ('outcome' in looked) return looked;
    const checked = only(looked);
    const about = (problems: OrderProblem[]) => inTheWay(problems.filter(concerns(touched)), change.confirmed ?? []);
    return this.step(asker, before, version, 'change', 'order-changed', null, async (manager) => {
      const others = (await this.orders.active(manager, before.municipality, before.hsaIdKey)).filter((row) => row.number !== number);
      const problems = about(checked.problems(others));
      if (problems.length > 0) return refusedFor(problems);
      const unit = checked.unit && { hsaId: checked.unit.hsaId, name: checked.unit.name, path: checked.unit.path };
      const isMoved = touched.has('unit');
      const isPostponed = touched.has('to'); // what somebody once said of its end is no longer so
      const sealed = this.box.seal({ ...details, ...(isMoved && { unit }), ...(isPostponed && { endReason: null }) });
      return {
        change: {
          cosmicRole: checked.order.cosmicRole,
          from: checked.order.from,
          to: checked.order.to,
          details: sealed,
          ...(isMoved && { unitKey: checked.unitKey }),
          ...(isPostponed && { endedBy: null }),
        },
        ...(isMoved ? { units: checked.units } : {}),
      };
    });
  }

  /**
   * @param day the last day; null: at once, whatever else is so
   * @throws Refusal `not-found`, `changed-meanwhile`
   */
  async end(
    asker: Asker,
    number: string,
    version: number,
    { day, reason }: { day: LocalDate | null; reason: string },
  ): Promise<OrderAnswer> {
    const before = await this.known(asker, number);
    const wrong = unusableReason(reason);
    if (wrong) return wrong;
    if (stateAfter(before.state, 'end') === null) return refused('order-not-changeable', 409);
    if (day !== null && (!isLocalDate(day) || day < this.today)) return refused('end-in-the-past', 422);
    if (day !== null && day < before.from) return refused('end-before-start', 422);
    const [step, what] = day === null ? (['end', 'order-ended'] as const) : (['change', 'order-end-set'] as const);
    return this.step(asker, before, version, step, what, reason.trim(), (_manager, now) => {
      const endedBy = nameOf(asker.principal);
      const details = this.withEndReason(before, reason);
      return Promise.resolve({ change: day === null ? { endedAt: now, endedBy, details } : { to: day, endedBy, details } });
    });
  }

  /** @throws Refusal `not-found`, `changed-meanwhile` */
  async withdraw(asker: Asker, number: string, version: number, { reason }: { reason: string }): Promise<OrderAnswer> {
    const before = await this.known(asker, number);
    const wrong = unusableReason(reason);
    if (wrong) return wrong;
    if (stateAfter(before.state, 'withdraw') === null) return refused('order-not-withdrawable', 409);
    return this.step(asker, before, version, 'withdraw', 'order-withdrawn', reason.trim(), (_manager, now) =>
      Promise.resolve({ change: { endedAt: now, endedBy: nameOf(asker.principal), details: this.withEndReason(before, reason) } }),
    );
  }

  private get today(): LocalDate {
    return localDateOf(this.clock.now());
  }

  private async known({ reach }: Asker, number: string): Promise<OrderEntity> {
    const order = await this.orders.one(this.dataSource.manager, reach, number);
    if (!order) throw notFound();
    return order;
  }

  private async step(
    asker: Asker,
    before: OrderEntity,
    version: number,
    step: OrderStep,
    what: OrderChange,
    reason: string | null,
    decide: (manager: EntityManager, now: Instant) => Promise<Refused | { change: Partial<OrderEntity>; units?: readonly string[] }>,
  ): Promise<OrderAnswer> {
    const { number, municipality, hsaIdKey, traceId } = before;
    if (before.version !== version) throw changedMeanwhile();
    const state = stateAfter(before.state, step);
    if (!state) throw new Error(`An order that is ${before.state} cannot take the step ${step}`);
    const origin = originOf(asker, { municipality, today: this.today }, traceId, reason);
    const { result } = await this.changes.record<OrderAnswer>(municipality, origin, async (manager, { now }) => {
      await this.orders.alone(manager);
      // Before the order itself, as whoever grants does: of two who lock both none waits for the other for ever.
      await this.people.load(manager, municipality, [hsaIdKey], { forUpdate: true });
      const decided = await decide(manager, now);
      if ('outcome' in decided) return { result: decided, changes: [] };
      const { change, units } = decided;
      if (!(await this.orders.update(manager, before, { ...change, state, changedAt: now }, units))) throw changedMeanwhile();
      return { result: { outcome: 'done', number }, changes: [{ hsaIdKey, what: [what] }] };
    });
    return result;
  }

  private withEndReason({ details }: OrderEntity, reason: string): string {
    return this.box.seal({ ...this.box.open<OrderDetails>(details), endReason: reason.trim() });
  }

  private rowOf(checked: CheckedOrder, { principal }: Asker, number: string, traceId: string, now: Instant): OrderEntity {
    const { order, live, ordering, unit } = checked;
    const managerHsaId = ordering.managerHsaId ?? '';
    const details: OrderDetails = {
      unit: unit && { hsaId: unit.hsaId, name: unit.name, path: unit.path },
      personName: live.isProtected ? null : checked.personName,
      reason: order.reason,
      endReason: null,
      managerMail: checked.managerMail,
    };
    return {
      number,
      municipality: checked.municipality,
      hsaIdKey: checked.hsaIdKey,
      hsaId: live.hsaId ?? order.hsaId,
      unitKey: checked.unitKey,
      cosmicRole: order.cosmicRole,
      from: order.from,
      to: order.to,
      details: this.box.seal(details),
      isProtected: live.isProtected,
      orderedBy: nameOf(principal),
      onBehalfOf: ordering.isOnBehalf ? managerHsaId : null,
      managerKey: managerHsaId.toLowerCase(),
      state: 'placed',
      version: 1,
      traceId,
      placedAt: now,
      changedAt: now,
      fulfilledAt: null,
      endedAt: null,
      endedBy: null,
    };
  }
}

function only(looked: readonly CheckedOrder[]): CheckedOrder {
  const [checked] = looked;
  if (!checked) throw new Error('One order was looked at, and none came back');
  return checked;
}

const refused = (code: OrderRefusalCode, status: Refused['status']): Refused => ({
  outcome: 'refused',
  code,
  status,
  ...orderRefusalTexts[code],
});

/** Why somebody ends an order is written by hand, as why they place one. */
function unusableReason(reason: string): Refused | null {
  const text = reason.trim();
  const problem = (code: OrderProblem['code']): Refused => refusedFor([{ code, field: 'reason', isWarning: false }]);
  if (text === '') return problem('reason-missing');
  if ([...text].length > REASON_LENGTH) return problem('reason-too-long');
  return holdsPersonalNumber(text) ? problem('reason-personal-number') : null;
}

function fieldsOf(before: OrderEntity, draft: OrderDraft, { unit }: OrderDetails): Set<OrderField> {
  const fields = new Set<OrderField>();
  if ((draft.unit ?? '').toLowerCase() !== (unit?.hsaId ?? '').toLowerCase()) fields.add('unit');
  if (draft.cosmicRole !== before.cosmicRole) fields.add('cosmicRole');
  if (draft.from !== before.from) fields.add('from');
  if (draft.to !== before.to) fields.add('to');
  return fields;
}

/** What was so when the order was placed is not asked again; whom it is for must still be somebody to order for. */
const concerns =
  (touched: ReadonlySet<OrderField>) =>
  ({ code, field, isWarning }: OrderProblem): boolean =>
    touched.has(field) ||
    (field === 'hsaId' && !isWarning) ||
    (code === 'order-overlaps' && touched.has('to')) ||
    code === 'unit-outside-reach' ||
    code === 'end-before-start';
