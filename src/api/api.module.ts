import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { AgreementTemplatesController } from './agreements/agreement-templates.controller';
import { AgreementsController } from './agreements/agreements.controller';
import { MyAgreementController } from './agreements/my-agreement.controller';
import { PrintedAgreementsController } from './agreements/printed-agreements.controller';
import { ApiKeysController } from './auth/api-keys.controller';
import { DeputiesController } from './auth/deputies.controller';
import { MeController } from './auth/me.controller';
import { RolesController } from './auth/roles.controller';
import { ApiInterceptor } from './api.interceptor';
import { AuditController } from './audit.controller';
import { AuthenticationGuard } from './authentication.guard';
import { CasesController } from './cases.controller';
import { CosmicUnitsController } from './cosmic-units.controller';
import { DeniedAttempts } from './denied-attempts.service';
import { GrantsController } from './grants.controller';
import { Idempotently } from './idempotently.service';
import { Methods } from './methods.middleware';
import { FindingsController } from './operations/findings.controller';
import { HoldsController } from './operations/holds.controller';
import { MailsController } from './operations/mails.controller';
import { RunOrders } from './operations/run-orders.service';
import { RunsController } from './operations/runs.controller';
import { StandingController } from './operations/standing.controller';
import { OpenApiController } from './openapi/openapi.controller';
import { LookUpController } from './orders/look-up.controller';
import { OrdersController } from './orders/orders.controller';
import { PeopleController } from './people.controller';
import { PermissionGuard } from './permission.guard';
import { ProblemFilter } from './problem.filter';
import { RateLimitGuard } from './rate-limit.guard';
import { ReviewsController } from './reviews.controller';
import { Routes } from './routes.service';
import { TestLoginsController } from './test-logins.controller';
import { UndeliveredMailsController } from './undelivered-mails.controller';

const MINUTE_MS = 60_000;

/** REST under /api/v1. What guards it guards every other route too: the order of the guards is the order they ask in. */
@Module({
  imports: [
    DiscoveryModule,
    ThrottlerModule.forRootAsync({
      inject: [CONFIGURATION],
      useFactory: ({ api }: Configuration) => [{ ttl: MINUTE_MS, limit: api.requestsPerMinute }],
    }),
  ],
  controllers: [
    OpenApiController,
    MeController,
    RolesController,
    DeputiesController,
    ApiKeysController,
    RunsController,
    HoldsController,
    FindingsController,
    UndeliveredMailsController,
    MailsController,
    StandingController,
    OrdersController,
    LookUpController,
    PeopleController,
    AuditController,
    ReviewsController,
    CasesController,
    GrantsController,
    CosmicUnitsController,
    TestLoginsController,
    AgreementsController,
    AgreementTemplatesController,
    PrintedAgreementsController,
    MyAgreementController,
  ],
  providers: [
    Routes,
    Idempotently,
    DeniedAttempts,
    RunOrders,
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
    { provide: APP_INTERCEPTOR, useClass: ApiInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class ApiModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(Methods).forRoutes('{*path}');
  }
}
