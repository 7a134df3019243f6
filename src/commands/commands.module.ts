import { Module } from '@nestjs/common';
import { AdCommand } from './ad.command';
import { AdoptionCommand } from './adoption.command';
import { AgreementCommand } from './agreement.command';
import { AuditCommand } from './audit.command';
import { CosmicCommand } from './cosmic.command';
import { DeskCommand } from './desk.command';
import { DatabaseCommand } from './database.command';
import { FirstSync } from './first-sync.service';
import { KeysCommand } from './keys.command';
import { DoctorCommand } from './doctor.command';
import { PeopleListCommand } from './people-list.command';
import { OrdersCommand } from './orders.command';
import { PeopleCommand } from './people.command';
import { QueuesCommand } from './queues.command';
import { RolesCommand } from './roles.command';
import { ReviewCommand } from './review.command';
import { ServiceDeskCommand } from './service-desk.command';
import { SyncCommand } from './sync.command';

const COMMANDS = [
  FirstSync,
  SyncCommand,
  PeopleCommand,
  ServiceDeskCommand,
  QueuesCommand,
  AuditCommand,
  ReviewCommand,
  PeopleListCommand,
  DoctorCommand,
  DatabaseCommand,
  AdCommand,
  AdoptionCommand,
  OrdersCommand,
  RolesCommand,
  KeysCommand,
  DeskCommand,
  CosmicCommand,
  AgreementCommand,
];

@Module({ providers: COMMANDS, exports: COMMANDS })
export class CommandsModule {}
