import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import type { Foundation } from './bootstrap';
import { FirstSync } from './commands/first-sync.service';

/** The service: HTTP, schedules and dispatchers until a signal stops it; what it holds is then finished or given back. */
export async function serve(foundation: Foundation, { firstSync }: { firstSync: boolean }): Promise<void> {
  const { host, port, publicUrl } = foundation.configuration.server;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forService(foundation), { logger: false, abortOnError: false });
  app.useLogger(app.get(Logger));
  app.use(helmet());
  app.disable('x-powered-by');
  app.enableShutdownHooks();
  if (firstSync) await app.get(FirstSync).run();
  await app.listen(port, host);
  if (firstSync) process.stdout.write(`${app.get(FirstSync).address(port === 0 ? await app.getUrl() : publicUrl)}\n`);
}
