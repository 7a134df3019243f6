import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { cliTexts } from '../texts/sv/cli';
import { CosmicCommand } from './cosmic.command';
import { DeskCommand } from './desk.command';
import { type Answer, UsageError } from './output.cli';
import type { Wish } from './program.cli';

/** How options are taken: each throws a `UsageError` where one that is needed says nothing. */
export interface Words {
  by: () => Actor;
  required: (name: string, value: string | undefined) => string;
}

/** Servicecenter's work, and what is known of Cosmic. */
export async function answerAtDesk(
  app: INestApplicationContext,
  { command, argument, options }: Wish,
  { by, required }: Words,
): Promise<Answer> {
  const subject = argument ?? '';
  const [desk, cosmic] = [app.get(DeskCommand), app.get(CosmicCommand)];
  switch (command) {
    case 'outbox send-again':
      return desk.sendAgain(subject, by());
    case 'case list':
      return desk.list(options.municipality ?? [], options.state ?? []);
    case 'case claim': {
      if (options.takeOver && !options.reason?.trim()) throw new UsageError(cliTexts.takeOverNeedsReason);
      return desk.claim(subject, by(), options.takeOver ? required('reason', options.reason) : null);
    }
    case 'case release':
      return desk.release(subject, by());
    case 'case next':
      return desk.next(by(), options.municipality ?? []);
    case 'case note':
      return desk.note(subject, by(), required('text', options.text));
    case 'case return':
      return desk.sendBack(subject, by(), options.to ?? '', required('reason', options.reason));
    case 'case grant':
      return desk.grant(subject, by(), { units: options.unit ?? null, more: options.more ?? false });
    case 'case undo':
      return desk.undo(subject, by());
    case 'case remove':
      return desk.remove(subject, by(), options.unit ?? null);
    case 'case done':
      return desk.done(subject, by(), options.nothingGranted ?? false);
    case 'case told':
      return desk.personTold(subject, by());
    case 'cosmic-units import': {
      const reason = options.reason === undefined ? null : required('reason', options.reason);
      return cosmic.importUnits(subject, oneMunicipality(options.municipality), by(), { reason, dryRun: options.dryRun ?? false });
    }
    case 'cosmic-units report':
      return cosmic.report(options.municipality ?? []);
    case 'test-login record': {
      const { hsaId = '', account = '', at = null, worked = false, failed = false } = options;
      if (worked === failed) throw new UsageError(cliTexts.workedOrFailed);
      const note = options.note === undefined ? null : required('note', options.note);
      return cosmic.recordLogin(oneMunicipality(options.municipality), { hsaId, account, at, worked, note }, by());
    }
    case 'test-login list':
      return cosmic.listLogins(options.municipality ?? []);
    case 'import baseline':
      return cosmic.importBaseline(subject, by(), required('reason', options.reason), options.dryRun ?? false);
    default:
      throw new Error(`${command} is not a command that answers`);
  }
}

function oneMunicipality(codes: readonly string[] = []): string {
  const [code, ...more] = codes;
  if (code === undefined || more.length > 0) throw new UsageError(cliTexts.oneMunicipality);
  return code;
}
