import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import type { Instant } from '../platform/time';

/** An order whose permission is in place. */
export interface FulfilledOrder {
  municipality: string;
  hsaIdKey: string;
  orderNumber: string;
}

/** What the desk needs of orders: that one is fulfilled, or not after all, and whom to tell. Called in the transaction of the deed, the person locked. */
export abstract class GrantedOrders {
  abstract fulfil(manager: EntityManager, order: FulfilledOrder, by: Actor, now: Instant): Promise<void>;
  abstract undoFulfil(manager: EntityManager, order: FulfilledOrder, by: Actor, now: Instant): Promise<void>;
  /** Address of whoever ordered it; null where none is known. */
  abstract ordererAddress(manager: EntityManager, order: FulfilledOrder): Promise<string | null>;
}
