import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Blocker, assess } from '../access/assess';
import { accessPolicy } from '../access/decision-context';
import { FactsRepository, type LoadedFacts } from '../access/facts.repository';
import { OWNERS } from '../access/stages';
import type { Reach } from '../auth/reach';
import { hsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { Cursors } from '../platform/cursors.service';
import { rowsOf } from '../platform/database/bulk';
import type { Page, PageRequest } from '../platform/paging';
import { notFound } from '../platform/refusal';
import { SealedBox } from '../platform/sealed-box';
import type { LocalDate } from '../platform/time';
import { displayNameOf } from '../service-desk/case-changes';
import { blockerText, ownerText } from '../texts/sv/access';
import type { OrderState } from './order';
import { waitingFor } from './order-age';
import type { OrderView } from './order-view';
import type { OrderDetails, OrderEntity } from './order.entity';
import { OrderRepository } from './order.repository';

export interface OrderFilter extends PageRequest {
  municipality?: string | undefined;
  state?: readonly OrderState[] | undefined;
  hsaId?: string | undefined;
  /** HSA-id: ordered for this unit or one below it. */
  unit?: string | undefined;
  endsBy?: LocalDate | undefined;
}

const LIST = 'orders';

@Injectable()
export class OrderViews {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly cursors: Cursors,
    private readonly orders: OrderRepository,
    private readonly facts: FactsRepository,
  ) {}

  /** Newest first. */
  async list(reach: Reach, filter: OrderFilter): Promise<Page<OrderView>> {
    const { municipality, state, hsaId, unit, endsBy } = filter;
    const wanted = {
      municipality,
      states: state,
      endsBy,
      hsaIdKey: hsaId === undefined ? undefined : hsaIdKey(hsaId),
      unitKey: unit === undefined ? undefined : hsaIdKey(unit),
    };
    const rows = await this.orders.page(this.dataSource.manager, reach, wanted, this.cursors.read(LIST, filter.after), filter);
    const page = this.cursors.page(LIST, rows, filter, ({ placedAt, number }) => [placedAt, number]);
    return { ...page, items: await this.views(page.items) };
  }

  /** @throws Refusal `not-found` */
  async show(reach: Reach, number: string): Promise<OrderView> {
    const order = await this.orders.one(this.dataSource.manager, reach, number);
    const [view] = order ? await this.views([order]) : [];
    if (!view) throw notFound();
    return view;
  }

  private async views(orders: readonly OrderEntity[]): Promise<OrderView[]> {
    const views = new Map<string, OrderView>();
    for (const [code, own] of Map.groupBy(orders, ({ municipality }) => municipality)) {
      const keys = [...new Set(own.map((order) => order.hsaIdKey))];
      const loaded = await this.facts.load(this.dataSource.manager, code, keys);
      const rows = await rowsOf(this.dataSource.manager, PersonEntity, { municipality: code }, 'hsaIdKey', keys, {
        select: ['hsaIdKey', 'isProtected'],
      });
      const isProtected = new Map(rows.map((row) => [row.hsaIdKey, row.isProtected]));
      for (const order of own)
        views.set(order.number, this.view(order, loaded.get(order.hsaIdKey) ?? null, isProtected.get(order.hsaIdKey) ?? order.isProtected));
    }
    return orders.flatMap(({ number }) => views.get(number) ?? []);
  }

  private view(order: OrderEntity, loaded: LoadedFacts | null, isProtected: boolean): OrderView {
    const { number, municipality, hsaId, from, to, state, orderedBy, onBehalfOf, traceId, version } = order;
    const { placedAt, changedAt, fulfilledAt, endedAt, endedBy } = order;
    const { unit, personName, reason, endReason } = this.box.open<OrderDetails>(order.details);
    const person = loaded?.facts.hsa?.person ?? null;
    const role = this.configuration.cosmicRoles.find(({ code }) => code === order.cosmicRole);
    const { agesAfterDays } = this.configuration.orders;
    const waiting = waitingFor(order, this.inTheWay(municipality, loaded), agesAfterDays, this.clock.now());
    const open = !isProtected;
    return {
      ...{ number, municipality, hsaId, isProtected },
      name: open ? (person ? displayNameOf(person) : personName) : null,
      unit: open ? unit : null,
      cosmicRole: { code: order.cosmicRole, name: role?.name ?? order.cosmicRole },
      ...{ from, to, state, orderedBy, onBehalfOf, placedAt, changedAt, fulfilledAt, endedAt, endedBy },
      reason: open ? reason : null,
      endReason: open ? endReason : null,
      waitsFor: waiting && { ...waiting, text: blockerText[waiting.reason], ownerText: ownerText[waiting.owner] },
      ...{ traceId, version },
    };
  }

  private inTheWay(municipality: string, loaded: LoadedFacts | null): Blocker[] {
    const configured = this.configuration.municipalities.find(({ code }) => code === municipality);
    // No run has met the person: the directory knew them when the order was placed, and the role is what comes next.
    if (!configured || !loaded?.facts.hsa) return [{ reason: 'no-system-role', owner: OWNERS['no-system-role'], since: null }];
    return assess(loaded.facts, accessPolicy(this.configuration, configured), this.clock.now()).blockers;
  }
}
