import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { SessionMiddleware } from '../auth/session/session.middleware';
import { HealthController } from './health.controller';
import { LandingController } from './landing.controller';
import { LoginController } from './login.controller';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, LandingController, LoginController],
})
export class WebModule implements NestModule {
  /** The API knows people by their session too. */
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SessionMiddleware).exclude('health/{*path}').forRoutes('{*path}');
  }
}
