import { Module } from '@nestjs/common';
import { AdCommand } from './ad.command';
import { AdoptionCommand } from './adoption.command';
import { AuditCommand } from './audit.command';
import { DatabaseCommand } from './database.command';
import { FirstSync } from './first-sync.service';
import { DoctorCommand } from './doctor.command';
import { PeopleCommand } from './people.command';
import { QueuesCommand } from './queues.command';
import { ServiceDeskCommand } from './service-desk.command';
import { SyncCommand } from './sync.command';

const COMMANDS = [
  FirstSync,
  SyncCommand,
  PeopleCommand,
  ServiceDeskCommand,
  QueuesCommand,
  AuditCommand,
  DoctorCommand,
  DatabaseCommand,
  AdCommand,
  AdoptionCommand,
];

@Module({ providers: COMMANDS, exports: COMMANDS })
export class CommandsModule {}
