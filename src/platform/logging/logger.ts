import pino, { type Logger } from 'pino';

export const createLogger = (): Logger => pino({ level: process.env.TILLTRADE_LOG ?? 'info' }, pino.destination(2));
