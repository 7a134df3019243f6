import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { Principal } from '../../auth/principal';
import type { Reach } from '../../auth/reach';
import { type Import, OrderImport } from '../../orders/order-import.service';
import { MOST_OCTETS } from '../../orders/order-row';
import { type OrderAnswer, OrderService } from '../../orders/order.service';
import type { OrderView } from '../../orders/order-view';
import { OrderViews } from '../../orders/order-views.service';
import type { Page } from '../../platform/paging';
import type { Refused } from '../../platform/refusal';
import { fileBody, type Uploaded } from '../route';
import { By, FromBody, FromParams, FromQuery, IfMatch, Route, Within } from '../route.decorator';
import * as schemas from './order.schemas';
import type {
  ChangedOrderBody,
  EndedOrderBody,
  ImportQuery,
  NewOrderBody,
  OrderParams,
  OrderQuery,
  WithdrawnOrderBody,
} from './order.schemas';

const params = schemas.orderParams;
const answer = schemas.orderView;
const SAMPLE = { params: { number: 'B2026-00001' } };

const OF_ORDER = {
  'person-not-found': 404,
  'person-elsewhere': 422,
  'person-ambiguous': 422,
  'person-unreadable': 422,
  'person-left': 422,
  'person-outside-reach': 422,
  'person-protected': 409,
  'ordered-twice': 409,
  'order-overlaps': 409,
  'unit-unknown': 422,
  'unit-outside-reach': 422,
  'unit-differs': 409,
  'role-unknown': 422,
  'role-title-unsuited': 409,
  'end-before-start': 422,
  'end-passed': 422,
  'start-too-long-ago': 422,
  'directory-unavailable': 409,
} as const;
const OF_REASON = { 'reason-missing': 422, 'reason-too-long': 422, 'reason-personal-number': 422 } as const;

@Controller('api/v1/orders')
export class OrdersController {
  constructor(
    private readonly orders: OrderService,
    private readonly views: OrderViews,
    private readonly imports: OrderImport,
  ) {}

  @Get()
  @Route({ permission: 'orders:read', summary: 'Orders, newest first', query: schemas.orderQuery, answer: schemas.orderPage })
  list(@Within() reach: Reach, @FromQuery() query: OrderQuery): Promise<Page<OrderView>> {
    return this.views.list(reach, query);
  }

  @Get(':number')
  @Route({ permission: 'orders:read', summary: 'One order', params, answer, sample: SAMPLE })
  show(@Within() reach: Reach, @FromParams() { number }: OrderParams): Promise<OrderView> {
    return this.views.show(reach, number);
  }

  @Post()
  @Route({
    permission: 'orders:write',
    summary: 'Places an order; the directory is asked first',
    body: schemas.newOrder,
    answer,
    status: 201,
    idempotent: true,
    refusals: { ...OF_ORDER, ...OF_REASON, 'manager-missing': 422, 'manager-unfit': 422 },
    sample: { body: { municipality: 'berg', hsaId: 'SE2120002502-P001', cosmicRole: 'USK', reason: 'Ny på enheten' } },
  })
  async place(@Within() reach: Reach, @By() principal: Principal, @FromBody() order: NewOrderBody): Promise<OrderView | Refused> {
    return this.shown(reach, await this.orders.place({ reach, principal }, order));
  }

  @Patch(':number')
  @Route({
    permission: 'orders:write',
    summary: 'Changes role, unit or days; the directory is asked first',
    params,
    body: schemas.changedOrder,
    answer,
    ifMatch: true,
    refusals: { ...OF_ORDER, 'nothing-changed': 422, 'order-not-changeable': 409 },
    sample: { ...SAMPLE, body: { to: '2030-12-31' } },
  })
  async change(
    @Within() reach: Reach,
    @By() principal: Principal,
    @FromParams() { number }: OrderParams,
    @FromBody() change: ChangedOrderBody,
    @IfMatch() version: number,
  ): Promise<OrderView | Refused> {
    return this.shown(reach, await this.orders.change({ reach, principal }, number, version, change));
  }

  @Post(':number/end')
  @Route({
    permission: 'orders:write',
    summary: 'Ends an order on a day, or at once whatever else is so',
    params,
    body: schemas.endedOrder,
    answer,
    ifMatch: true,
    refusals: { ...OF_REASON, 'order-not-changeable': 409, 'end-in-the-past': 422, 'end-before-start': 422 },
    sample: { ...SAMPLE, body: { day: null, reason: 'Slutar' } },
  })
  async end(
    @Within() reach: Reach,
    @By() principal: Principal,
    @FromParams() { number }: OrderParams,
    @FromBody() end: EndedOrderBody,
    @IfMatch() version: number,
  ): Promise<OrderView | Refused> {
    return this.shown(reach, await this.orders.end({ reach, principal }, number, version, end));
  }

  @Post(':number/withdraw')
  @Route({
    permission: 'orders:write',
    summary: 'Withdraws an order that nobody has granted yet',
    params,
    body: schemas.withdrawnOrder,
    answer,
    ifMatch: true,
    refusals: { ...OF_REASON, 'order-not-withdrawable': 409 },
    sample: { ...SAMPLE, body: { reason: 'Fel person' } },
  })
  async withdraw(
    @Within() reach: Reach,
    @By() principal: Principal,
    @FromParams() { number }: OrderParams,
    @FromBody() withdrawal: WithdrawnOrderBody,
    @IfMatch() version: number,
  ): Promise<OrderView | Refused> {
    return this.shown(reach, await this.orders.withdraw({ reach, principal }, number, version, withdrawal));
  }

  @Post('import')
  @Route({
    permission: 'orders:write',
    summary: 'Many orders at once, from CSV: looked at, or placed',
    query: schemas.importQuery,
    body: fileBody(MOST_OCTETS, 'text/csv', 'text/plain', 'application/vnd.ms-excel'),
    answer: schemas.importView,
    refusals: { 'file-not-text': 422, 'file-malformed': 422, 'file-missing-column': 422, 'directory-unavailable': 409 },
    sample: { query: { municipality: 'berg', mode: 'preview' } },
  })
  import(
    @Within() reach: Reach,
    @By() principal: Principal,
    @FromQuery() { municipality, mode }: ImportQuery,
    @FromBody() { content }: Uploaded,
  ): Promise<Import | Refused> {
    return this.imports.run({ reach, principal }, municipality, content, mode);
  }

  private shown(reach: Reach, done: OrderAnswer): Promise<OrderView> | Refused {
    return done.outcome === 'done' ? this.views.show(reach, done.number) : done;
  }
}
