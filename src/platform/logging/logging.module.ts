import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { createLogger } from './logger';

/** One line of JSON per event on standard error. */
@Module({ imports: [LoggerModule.forRoot({ pinoHttp: { logger: createLogger() } })], exports: [LoggerModule] })
export class LoggingModule {}
