import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { forUpdate } from '../platform/database/row-locks';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { type FulfilledOrder, GrantedOrders } from '../service-desk/granted-orders.port';
import { stateAfter } from './order';
import { type OrderDetails, OrderEntity } from './order.entity';

/** What Servicecenter's grants do to orders. An order that was ended meanwhile stays ended. */
@Injectable()
export class OrdersGranted extends GrantedOrders {
  constructor(
    private readonly box: SealedBox,
    private readonly audit: AuditService,
  ) {
    super();
  }

  fulfil(manager: EntityManager, order: FulfilledOrder, by: Actor, now: Instant): Promise<void> {
    return this.turn(manager, order, 'fulfil', by, now);
  }

  undoFulfil(manager: EntityManager, order: FulfilledOrder, by: Actor, now: Instant): Promise<void> {
    return this.turn(manager, order, 'undo-fulfil', by, now);
  }

  async ordererAddress(manager: EntityManager, { orderNumber }: FulfilledOrder): Promise<string | null> {
    const order = await manager.findOneBy(OrderEntity, { number: orderNumber });
    return order && this.box.open<OrderDetails>(order.details).managerMail;
  }

  private async turn(
    manager: EntityManager,
    { municipality, hsaIdKey, orderNumber }: FulfilledOrder,
    step: 'fulfil' | 'undo-fulfil',
    actor: Actor,
    now: Instant,
  ): Promise<void> {
    const where = { number: orderNumber, municipality, hsaIdKey };
    const order = await manager.findOne(OrderEntity, { where, lock: forUpdate(manager) });
    const state = order && stateAfter(order.state, step);
    if (!order || !state) return;
    const change = { state, fulfilledAt: step === 'fulfil' ? now : null, changedAt: now, version: order.version + 1 };
    await manager.update(OrderEntity, { number: orderNumber }, change);
    const action = step === 'fulfil' ? 'order-fulfilled' : 'order-reopened';
    await this.audit.append(manager, [{ at: now, actor, action, municipality, subject: hsaIdKey, traceId: order.traceId }]);
  }
}
