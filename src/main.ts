import { once } from 'node:events';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger, PinoLogger } from 'nestjs-pino';
import { APPLICATION, harden } from './api/http-application';
import { AppModule } from './app.module';
import type { Foundation } from './bootstrap';
import { FirstSync } from './commands/first-sync.service';
import { ServiceError } from './platform/errors';
import { cliTexts } from './texts/sv/cli';

/** Requests are answered within milliseconds: a connection that is still there after this is not waited for. */
const LAST_ANSWERS_MS = 2000;

/** The service: HTTP, schedules and dispatchers until a signal stops it; what it holds is then finished or given back. A second signal ends it at once. */
export async function serve(foundation: Foundation, { firstSync }: { firstSync: boolean }): Promise<void> {
  const stopping = new AbortController();
  const stopped = once(stopping.signal, 'abort');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forService(foundation), { ...APPLICATION, logger: false });
  try {
    app.useLogger(app.get(Logger));
    harden(app, foundation.configuration);
    if (firstSync) await app.get(FirstSync).run(stopping.signal);
    if (stopping.signal.aborted) return;
    const url = await listen(app, foundation.configuration.server);
    (await app.resolve(PinoLogger)).info({ url }, 'listening');
    if (firstSync) process.stdout.write(`${app.get(FirstSync).address(url)}\n`);
    await stopped;
    setTimeout(() => app.getHttpServer().closeAllConnections(), LAST_ANSWERS_MS).unref();
  } finally {
    await app.close();
  }
}

/** @returns where people reach it; without a port of its own that is where it listens */
async function listen(app: NestExpressApplication, { host, port, publicUrl }: Foundation['configuration']['server']): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new ServiceError('listen', cliTexts.cannotListen(host, port, code), { cause: error });
  }
  return port === 0 ? app.getUrl() : publicUrl;
}
