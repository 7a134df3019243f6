import { Module } from '@nestjs/common';
import { LiveDirectory } from './live-directory.service';
import { OrderCheck } from './order-check.service';
import { OrderExpiry } from './order-expiry.service';
import { OrderFacts } from './order-facts.repository';
import { OrderImport } from './order-import.service';
import { OrderReminders } from './order-reminders.service';
import { OrderRepository } from './order.repository';
import { OrderService } from './order.service';
import { OrdersGranted } from './orders-granted.service';
import { OrderViews } from './order-views.service';
import { PeopleLookUp } from './people-look-up.service';
import { PeopleToSettle } from './people-to-settle.repository';

const ORDERS = [
  OrderRepository,
  OrderFacts,
  PeopleToSettle,
  LiveDirectory,
  OrderCheck,
  OrderService,
  OrderViews,
  OrderImport,
  OrdersGranted,
  PeopleLookUp,
  OrderReminders,
  OrderExpiry,
];

/** What managers order. */
@Module({ providers: ORDERS, exports: ORDERS })
export class OrdersModule {}
