import { userInfo } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommanderError } from 'commander';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import type { Actor } from './audit/actor';
import { type Foundation, layFoundation, layFoundationToLookAt } from './bootstrap';
import { AdCommand } from './commands/ad.command';
import { AdoptionCommand } from './commands/adoption.command';
import { AgreementCommand } from './commands/agreement.command';
import { isAgreementWish } from './commands/agreement-words.cli';
import { AuditCommand } from './commands/audit.command';
import { DatabaseCommand } from './commands/database.command';
import { answerAtDesk } from './commands/desk-dispatch.cli';
import { DeskCommand } from './commands/desk.command';
import { DoctorCommand } from './commands/doctor.command';
import { type Answer, EXIT, UsageError } from './commands/output.cli';
import { OrdersCommand } from './commands/orders.command';
import { PeopleCommand } from './commands/people.command';
import { PeopleListCommand } from './commands/people-list.command';
import { type Wish, program } from './commands/program.cli';
import { QueuesCommand } from './commands/queues.command';
import { KeysCommand } from './commands/keys.command';
import { type Deciding, RolesCommand } from './commands/roles.command';
import { ReviewCommand } from './commands/review.command';
import { ServiceDeskCommand } from './commands/service-desk.command';
import { SyncCommand } from './commands/sync.command';
import { serve } from './main';
import { maskPersonalNumbers } from './people/personal-number-in-text';
import { ConfigurationError } from './platform/config/configuration-error';
import { SecretError } from './platform/config/secret-file';
import { storageFault } from './platform/database/storage-fault';
import { ServiceError } from './platform/errors';
import { Refusal } from './platform/refusal';
import { createLogger } from './platform/logging/logger';
import { growHeapSlowly } from './platform/slow-heap';
import { cliTexts } from './texts/sv/cli';
import { platformTexts } from './texts/sv/platform';

const commandActor = (command: string): Actor => ({ kind: 'command', name: command, systemUser: userInfo().username });

const personActor = (name: string): Actor => ({ kind: 'person', name, systemUser: userInfo().username });

/** Told apart from leaving it out: an empty name or reason says nothing to whoever follows up. A personnummer in it is not kept. */
function required(name: string, value: string | undefined): string {
  const text = value?.trim() ?? '';
  if (text === '') throw new UsageError(cliTexts.emptyOption(name));
  return maskPersonalNumbers(text);
}

const deciding = ({ by, reason }: Wish['options']): Deciding => ({
  actor: personActor(required('by', by)),
  reason: required('reason', reason),
});

async function answer(
  app: INestApplicationContext,
  { command, argument, options }: Wish,
  foundation: Foundation,
  signal: AbortSignal,
): Promise<Answer> {
  const subject = argument ?? '';
  if (isAgreementWish(command)) {
    const by = options.by === undefined ? null : personActor(required('by', options.by));
    const reason = options.reason === undefined ? null : required('reason', options.reason);
    return app.get(AgreementCommand).answer(command, argument, options, { by, reason, command: commandActor(command) });
  }
  switch (command) {
    case 'sync':
      return app.get(SyncCommand).run({
        municipalities: options.municipality ?? [],
        full: options.full ?? false,
        dryRun: options.dryRun ?? false,
        actor: commandActor(command),
        signal,
      });
    case 'dispatch': {
      const { mail, ad, lostController } = options;
      if (lostController !== undefined && (mail || !ad)) throw new UsageError(cliTexts.lostControllerOfAd);
      const queues = { mail: mail === true || !ad, ad: ad === true || !mail };
      return app.get(QueuesCommand).dispatch({ ...queues, actor: commandActor(command), signal, lostController });
    }
    case 'accounts':
      return app.get(PeopleCommand).accounts(options.municipality ?? []);
    case 'explain':
      return app.get(PeopleCommand).explain(subject, options.at ?? null, commandActor(command));
    case 'findings':
      return app.get(PeopleCommand).findings();
    case 'outbox':
      return app.get(QueuesCommand).list();
    case 'case show': {
      if (options.reveal && !options.reason?.trim()) throw new UsageError(cliTexts.revealNeedsReason);
      const reveal = options.reveal ? { actor: commandActor(command), reason: required('reason', options.reason) } : null;
      return app.get(DeskCommand).show(subject, reveal);
    }
    case 'release':
      return app
        .get(ServiceDeskCommand)
        .release(subject, personActor(required('by', options.by)), required('reason', options.reason), signal);
    case 'hold accept':
      return app
        .get(ServiceDeskCommand)
        .acceptHold(subject, personActor(required('by', options.by)), required('reason', options.reason), signal);
    case 'ad compare':
      return app
        .get(AdCommand)
        .compare({ heal: options.heal ?? false, dryRun: options.dryRun ?? false, actor: commandActor(command), signal });
    case 'ad adopt': {
      const wish = { hsaId: argument, all: options.all ?? false };
      if (options.dryRun) return app.get(AdoptionCommand).preview(wish, signal);
      const actor = personActor(required('by', options.by));
      return app.get(AdoptionCommand).adopt(wish, actor, required('reason', options.reason), signal);
    }
    case 'audit verify':
      return app.get(AuditCommand).verify();
    case 'role list':
      return app.get(RolesCommand).list(options);
    case 'role grant':
      return app.get(RolesCommand).grant(subject, options, deciding(options));
    case 'role remove':
      return app.get(RolesCommand).remove(subject, deciding(options));
    case 'deputy list':
      return app.get(RolesCommand).listDeputies(options);
    case 'deputy add':
      return app.get(RolesCommand).addDeputy(subject, options, deciding(options));
    case 'deputy end':
      return app.get(RolesCommand).endDeputy(subject, deciding(options));
    case 'key list':
      return app.get(KeysCommand).list(options.past ?? false);
    case 'key create':
      return app.get(KeysCommand).create(subject, options, deciding(options));
    case 'key revoke':
      return app.get(KeysCommand).revoke(subject, deciding(options));
    case 'audit search':
      return app.get(AuditCommand).search(options, commandActor(command));
    case 'audit checkpoint':
      return app.get(AuditCommand).checkpoint();
    case 'people list':
      return app.get(PeopleListCommand).list(options, commandActor(command));
    case 'review draw':
      return app.get(ReviewCommand).draw(options, personActor(required('by', options.by)));
    case 'review judge':
      return app.get(ReviewCommand).judge(subject, options, personActor(required('by', options.by)));
    case 'review sign':
      return app.get(ReviewCommand).sign(subject, options, personActor(required('by', options.by)));
    case 'review list':
      return app.get(ReviewCommand).list();
    case 'review show':
      return app.get(ReviewCommand).show(subject, options, commandActor(command));
    case 'order place':
      return app.get(OrdersCommand).place(subject, options);
    case 'order show':
      return app.get(OrdersCommand).show(subject);
    case 'order list':
      return app.get(OrdersCommand).list(options);
    case 'order change':
      return app.get(OrdersCommand).change(subject, options);
    case 'order end':
      return app.get(OrdersCommand).end(subject, options);
    case 'order withdraw':
      return app.get(OrdersCommand).withdraw(subject, options);
    case 'order import':
      return app.get(OrdersCommand).import(subject, options);
    case 'doctor':
      return app.get(DoctorCommand).run();
    case 'database copy':
      return app.get(DatabaseCommand).copy(options.to ?? '', signal);
    case 'migrate':
      return { json: { migrated: foundation.migrated }, lines: [cliTexts.migrated(foundation.migrated)], status: EXIT.done };
    case 'serve':
      throw new Error('serve is not a command that answers');
    default: {
      const by = (): Actor => personActor(required('by', options.by));
      return answerAtDesk(app, { command, argument, options }, { by, required });
    }
  }
}

async function carryOut(wish: Wish): Promise<void> {
  const foundation = await (wish.options.dryRun ? layFoundationToLookAt : layFoundation)(wish.options.config);
  if (wish.command === 'serve') {
    await serve(foundation, { firstSync: wish.options.firstSync ?? false });
    return;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  let app: INestApplicationContext | null = null;
  try {
    app = await NestFactory.createApplicationContext(AppModule.forCommand(foundation), { logger: false, abortOnError: false });
    app.useLogger(app.get(Logger));
    const { json, lines, status } = await answer(app, wish, foundation, stopping.signal);
    process.stdout.write(wish.options.json ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`);
    process.exitCode = status;
  } finally {
    await (app ? app.close() : foundation.dataSource.destroy());
    foundation.dispose();
  }
}

/** What is told about an error, and the exit status it gives. What nobody foresaw goes to the log, scrubbed. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError || error instanceof ConfigurationError || error instanceof SecretError) {
    process.stderr.write(`${maskPersonalNumbers(error.message)}\n`);
    return EXIT.usage;
  }
  if (error instanceof Refusal && error.status === 422) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof ServiceError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.failed;
  }
  createLogger().error({ err: error }, 'command failed');
  const fault = storageFault(error);
  process.stderr.write(`${fault === null ? cliTexts.unexpected : platformTexts.notWritten(fault)}\n`);
  return EXIT.failed;
}

growHeapSlowly();
process.umask(0o077); // what is written here holds people: only its owner may read it
process.stdout.on('error', () => process.exit(EXIT.failed)); // a reader that hangs up (`| head`) is no fault to report
program(carryOut)
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = tell(error);
    // A connection that PostgreSQL refused is left open by the driver, and would keep this process for another minute.
    if (error instanceof ServiceError && error.code === 'database-unavailable') process.exit();
  });
