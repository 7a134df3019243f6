import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller';
import { LandingController } from './landing.controller';

@Module({ imports: [TerminusModule.forRoot({ logger: false })], controllers: [HealthController, LandingController] })
export class WebModule {}
