import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller';
import { LandingController } from './landing.controller';
import { PlainAnswers } from './plain-answers.filter';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, LandingController],
  providers: [{ provide: APP_FILTER, useClass: PlainAnswers }],
})
export class WebModule {}
