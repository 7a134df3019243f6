import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Foundation } from './bootstrap';
import { ApiModule } from './api/api.module';
import { CommandsModule } from './commands/commands.module';
import { CoreModule } from './core.module';
import { JITTER } from './platform/backoff';
import { Clock, SystemClock } from './platform/clock';
import { CONFIGURATION, PROJECT_ROOT } from './platform/config/configuration.token';
import { Cursors } from './platform/cursors.service';
import { IdentityKey } from './platform/config/identity-key.service';
import { IdempotentRequests } from './platform/idempotency/idempotent-requests.service';
import { LeaseService } from './platform/leases/lease.service';
import { ProcessIdentity, SystemProcessIdentity } from './platform/leases/process-identity.service';
import { LoggingModule } from './platform/logging/logging.module';
import { SealedBox } from './platform/sealed-box';
import { SchedulingModule } from './scheduling/scheduling.module';
import { WebModule } from './web/web.module';

@Global()
@Module({})
class PlatformModule {
  static on({ configuration, root, dataSource, identityKey }: Foundation): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRootAsync({ useFactory: () => dataSource.options, dataSourceFactory: () => Promise.resolve(dataSource) }),
        LoggingModule,
      ],
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: PROJECT_ROOT, useValue: root },
        { provide: IdentityKey, useValue: identityKey },
        { provide: SealedBox, useValue: new SealedBox(identityKey.secret) },
        { provide: Clock, useClass: SystemClock },
        { provide: ProcessIdentity, useClass: SystemProcessIdentity },
        { provide: JITTER, useValue: Math.random },
        LeaseService,
        Cursors,
        IdempotentRequests,
      ],
      exports: [
        CONFIGURATION,
        PROJECT_ROOT,
        IdentityKey,
        SealedBox,
        Clock,
        ProcessIdentity,
        JITTER,
        LeaseService,
        Cursors,
        IdempotentRequests,
      ],
    };
  }
}

/** Composition only: the platform below, the features on it, the entrances on top. */
@Module({})
export class AppModule {
  /** For one command at a terminal: no schedules and no HTTP. */
  static forCommand(foundation: Foundation): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.on(foundation), CoreModule, CommandsModule] };
  }

  /** HTTP alone: what happens by itself happens in another process. */
  static forRequests(foundation: Foundation): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.on(foundation), CoreModule, CommandsModule, ApiModule, WebModule] };
  }

  static forService(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.on(foundation), CoreModule, CommandsModule, ApiModule, WebModule, SchedulingModule],
    };
  }
}
