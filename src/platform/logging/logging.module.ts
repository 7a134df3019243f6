import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Module } from '@nestjs/common';
import { LoggerModule, type Params } from 'nestjs-pino';
import type { Logger } from 'pino';
import { createLogger } from './logger';

/** The first step is a word of ours; what follows may be shown where it is a number or an id: anybody can put a name in an address. */
const WORD = /^[a-z]{0,20}$/;
const ID = /^(?=.*\d)[0-9A-Za-z-]{1,64}$/;

/** The path alone: what a person searched for stands in the query. */
const pathOf = ({ url = '', originalUrl = url }: { url?: string; originalUrl?: string }): string => {
  const [first = '', ...steps] = (originalUrl.split(/[?#]/, 1)[0] ?? '').replace(/^\//, '').split('/');
  const shown = [
    WORD.test(first) ? first : '…',
    ...steps.map((step) => (ID.test(step) || step === 'live' || step === 'ready' ? step : '…')),
  ];
  return `/${shown.join('/')}`;
};

const isHealthCheck = (request: IncomingMessage): boolean => pathOf(request).startsWith('/health/');

/** One line per HTTP request, without headers, query or body; none for health checks, which come every few seconds. */
export const httpLogging = (logger: Logger): Params => ({
  pinoHttp: {
    logger,
    genReqId: () => randomUUID(),
    wrapSerializers: false,
    serializers: {
      req: (request: IncomingMessage & { id?: unknown }) => ({ id: request.id, method: request.method, path: pathOf(request) }),
      res: (response: ServerResponse) => ({ statusCode: response.statusCode }),
    },
    autoLogging: { ignore: isHealthCheck },
    customLogLevel: (_request, response, error) =>
      error || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'warn' : 'info',
  },
});

@Module({ imports: [LoggerModule.forRootAsync({ useFactory: () => httpLogging(createLogger()) })] })
export class LoggingModule {}
