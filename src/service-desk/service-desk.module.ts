import { Module } from '@nestjs/common';
import { OrdersGranted } from '../orders/orders-granted.service';
import { CaseDesk } from './case-desk.service';
import { CaseService } from './case.service';
import { DeskEntrance } from './desk-entrance.service';
import { DeskFacts } from './desk-facts.service';
import { GrantService } from './grant.service';
import { GrantedOrders } from './granted-orders.port';
import { GrantsRepository } from './grants.repository';
import { InformService } from './inform.service';
import { ListCases } from './list-cases.service';
import { ListGrants } from './list-grants.service';
import { NextCase } from './next-case.service';
import { ReturnCase } from './return-case.service';
import { SendAgain } from './send-again.service';
import { ShowCaseService } from './show-case.service';
import { TellServiceDesk } from './tell-service-desk.service';

const SERVICES = [
  CaseService,
  TellServiceDesk,
  GrantsRepository,
  CaseDesk,
  DeskFacts,
  NextCase,
  ListCases,
  ShowCaseService,
  ReturnCase,
  GrantService,
  InformService,
  SendAgain,
  ListGrants,
  DeskEntrance,
];

/** Servicecenter's work: cases, grants, and who is told. */
@Module({ providers: [...SERVICES, { provide: GrantedOrders, useExisting: OrdersGranted }], exports: SERVICES })
export class ServiceDeskModule {}
