import { Inject, Injectable } from '@nestjs/common';
import { HeldRoles } from '../auth/held-roles.service';
import type { HeldRole } from '../auth/principal';
import { covers } from '../auth/reach';
import { hsaIdKey, looseHsaIdKey } from '../people/hsa-id';
import type { Person, Unit } from '../people/person';
import { unitsOf } from '../people/unit-path';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import type { Refused } from '../platform/refusal';
import { localDateOf } from '../platform/time';
import { displayNameOf } from '../service-desk/case-changes';
import type { Asker } from './asker';
import { LiveDirectory, type LivePerson } from './live-directory.service';
import { type Ordered, type OrderProblem, orderProblems, type OtherOrder } from './order-rules';
import { type Ordering, whoOrders } from './who-orders';

/** An order as somebody wrote it. */
export interface OrderDraft extends Ordered {
  municipality: string;
  /** HSA-id; null: the unit that the person belongs to in the directory. */
  unit: string | null;
  /** HSA-id of the manager for whom somebody else orders. */
  onBehalfOf: string | null;
}

/** An order beside what the directory says now. */
export interface CheckedOrder {
  municipality: string;
  order: Ordered;
  hsaIdKey: string;
  live: LivePerson;
  personName: string | null;
  unit: Unit | null;
  unitKey: string | null;
  /** HSA-id keys of the unit and of every one above it. */
  units: string[];
  ordering: Ordering;
  /** Of the manager, where the directory has it. */
  managerMail: string | null;
  /** @param others the person's other orders that count */
  problems(others: readonly OtherOrder[]): OrderProblem[];
}

/** Holds an order against the directory as it is right now, the catalogue of roles and what whoever orders may reach. */
@Injectable()
export class OrderCheck {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly directory: LiveDirectory,
    private readonly roles: HeldRoles,
  ) {}

  /** All of them at once; each answer stands where its draft does. */
  async look(asker: Asker, municipality: string, drafts: readonly OrderDraft[]): Promise<CheckedOrder[] | Refused> {
    const orders = drafts.map((draft) => ({ draft, order: this.trimmed(draft) }));
    const looked = await this.directory.lookUp(municipality, {
      people: [...new Set([...orders.map(({ order }) => order.hsaId), ...managersOf(asker, drafts)])],
      units: [...new Set(drafts.flatMap(({ unit }) => (unit === null ? [] : [unit.trim()])))],
    });
    if ('outcome' in looked) return looked;
    const named = new Set(drafts.flatMap(({ onBehalfOf }) => onBehalfOf?.trim() || []));
    const roles = new Map<string, readonly HeldRole[]>();
    for (const hsaId of named) roles.set(hsaId, await this.roles.of(hsaIdKey(hsaId)));
    return orders.map(({ draft, order }) => this.checked(asker, municipality, draft, order, looked, roles));
  }

  private checked(
    asker: Asker,
    municipality: string,
    draft: OrderDraft,
    order: Ordered,
    { people, units: known }: Looked,
    roles: ReadonlyMap<string, readonly HeldRole[]>,
  ): CheckedOrder {
    const live = people.get(order.hsaId) ?? NOBODY;
    const own = live.person?.unit ?? null;
    const isOwn = draft.unit === null || looseHsaIdKey(draft.unit) === keyOf(own);
    const unit = isOwn ? own : (known.get(looseHsaIdKey(draft.unit ?? '')) ?? null);
    const units = unitsOf({ unit });
    const unitKey = keyOf(unit);
    const isWithin = (place: readonly string[]): boolean => covers(asker.reach, municipality, place);
    const named = draft.onBehalfOf?.trim() || null;
    const today = localDateOf(this.clock.now());
    const ordering = whoOrders({
      principal: asker.principal,
      named,
      rolesOfNamed: roles.get(named ?? '') ?? [],
      municipality,
      places: [unitsOf(live.person), units],
      today,
      configured: this.configuration.municipalities.map(({ code }) => code),
    });
    const question = {
      order,
      person: {
        standing: live.standing,
        isProtected: live.isProtected,
        titles: titlesOf(live.person),
        unitKey: keyOf(own),
        isWithinReach: isWithin(unitsOf(live.person)),
      },
      unit: isOwn || unit ? { key: unitKey, isWithinReach: isWithin(units) } : null,
      role: this.role(order.cosmicRole),
      manager: ordering.manager,
      today,
    };
    return {
      municipality,
      order,
      hsaIdKey: hsaIdKey(live.hsaId ?? order.hsaId),
      live,
      personName: live.person && displayNameOf(live.person),
      unit,
      unitKey,
      units,
      ordering,
      managerMail: mailOf(people.get(ordering.managerHsaId ?? '')),
      problems: (others) => orderProblems({ ...question, others }),
    };
  }

  /** Codes compare without case, and are kept as the catalogue has them. */
  private trimmed({ hsaId, cosmicRole, from, to, reason }: OrderDraft): Ordered {
    const code = cosmicRole.trim();
    return { hsaId: hsaId.trim(), cosmicRole: this.role(code)?.code ?? code, from, to, reason: reason.trim() };
  }

  private role(code: string) {
    return this.configuration.cosmicRoles.find((role) => role.code.toLowerCase() === code.toLowerCase()) ?? null;
  }
}

type Looked = Exclude<Awaited<ReturnType<LiveDirectory['lookUp']>>, Refused>;

/** HSA-ids of whoever may come to answer for an order. */
const managersOf = ({ principal }: Asker, drafts: readonly OrderDraft[]): string[] => [
  ...(principal.kind === 'person' ? [principal.hsaId, ...principal.roles.flatMap(({ deputyFor }) => deputyFor ?? [])] : []),
  ...drafts.flatMap(({ onBehalfOf }) => onBehalfOf?.trim() || []),
];

/** A protected manager's address is nobody's but theirs. */
const mailOf = (manager: LivePerson | undefined): string | null =>
  manager && !manager.isProtected ? (manager.person?.mail ?? null) : null;

const NOBODY: LivePerson = { standing: 'not-found', isProtected: false, hsaId: null, person: null };

const keyOf = (unit: Unit | null): string | null => (unit?.hsaId ? hsaIdKey(unit.hsaId) : null);

const titlesOf = (person: Person | null): string[] =>
  person ? [...(person.title === null ? [] : [person.title]), ...person.hsaTitles, ...person.paTitleNames] : [];
