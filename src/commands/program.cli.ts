import type { Command } from 'commander';
import { cliTexts as texts } from '../texts/sv/cli';
import { usageTexts } from '../texts/sv/usage';
import { localisedProgram } from './localised-command.cli';

/** What was asked for, from the words on the command line; who carries it out is `cli.ts`'s business. */
export interface Wish {
  command:
    | 'serve'
    | 'sync'
    | 'dispatch'
    | 'accounts'
    | 'explain'
    | 'outbox'
    | 'case show'
    | 'release'
    | 'hold accept'
    | 'findings'
    | 'audit verify'
    | 'ad compare'
    | 'ad adopt'
    | 'doctor'
    | 'database copy'
    | 'migrate';
  argument: string | null;
  options: {
    config?: string;
    json?: boolean;
    municipality?: string[];
    full?: boolean;
    dryRun?: boolean;
    mail?: boolean;
    ad?: boolean;
    lostController?: string;
    at?: string;
    reveal?: boolean;
    reason?: string;
    by?: string;
    firstSync?: boolean;
    to?: string;
    heal?: boolean;
    all?: boolean;
  };
}

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** The command line of the contract. Wrong words throw a `CommanderError`. */
export function program(carryOut: (wish: Wish) => Promise<void>): Command {
  const root = localisedProgram('tilltrade').description(texts.description).exitOverride().showHelpAfterError();
  const o = texts.options;
  const { file, code, date, why, who, hsaId, caseNumber, runId, url, controller } = usageTexts.words;
  // Also before the command's name, where many are used to writing them.
  root.option(`--config <${file}>`, o.config).option('--json', o.json);

  const add = (parent: Command, name: string, words: string, description: string, wish: Wish['command']): Command =>
    parent
      .command(`${name} ${words}`.trim())
      .description(description)
      .exitOverride()
      .option(`--config <${file}>`, o.config)
      .option('--json', o.json)
      .allowExcessArguments(false)
      .action(async (...given: unknown[]) => {
        const command = given.at(-1) as Command;
        const argument = typeof given[0] === 'string' ? given[0] : null;
        await carryOut({ command: wish, argument, options: command.optsWithGlobals() });
      });

  add(root, 'serve', '', texts.commands.serve, 'serve').option('--first-sync', o.firstSync);
  add(root, 'sync', '', texts.commands.sync, 'sync')
    .option(`--municipality <${code}>`, o.municipality, collect)
    .option('--full', o.full)
    .option('--dry-run', o.dryRun);
  add(root, 'dispatch', '', texts.commands.dispatch, 'dispatch')
    .option('--mail', o.mail)
    .option('--ad', o.ad)
    .option(`--lost-controller <${controller}>`, o.lostController);
  add(root, 'accounts', '', texts.commands.accounts, 'accounts').option(`--municipality <${code}>`, o.municipality, collect);
  add(root, 'explain', `<${hsaId}>`, texts.commands.explain, 'explain').option(`--at <${date}>`, o.at);
  add(root, 'outbox', '', texts.commands.outbox, 'outbox');
  const cases = root.command('case').description(texts.commands.case).exitOverride();
  add(cases, 'show', `<${caseNumber}>`, texts.commands.caseShow, 'case show')
    .option('--reveal', o.reveal)
    .option(`--reason <${why}>`, o.reason);
  add(root, 'release', `<${runId}>`, texts.commands.release, 'release')
    .requiredOption(`--by <${who}>`, o.by)
    .requiredOption(`--reason <${why}>`, o.reason);
  const hold = root.command('hold').description(texts.commands.hold).exitOverride();
  add(hold, 'accept', `<${hsaId}>`, texts.commands.holdAccept, 'hold accept')
    .requiredOption(`--by <${who}>`, o.by)
    .requiredOption(`--reason <${why}>`, o.reason);
  const ad = root.command('ad').description(texts.commands.adGroup).exitOverride();
  add(ad, 'compare', '', texts.commands.adCompare, 'ad compare').option('--heal', o.heal).option('--dry-run', o.dryRun);
  add(ad, 'adopt', `[${hsaId}]`, texts.commands.adAdopt, 'ad adopt')
    .option('--all', o.all)
    .option('--dry-run', o.dryRun)
    .option(`--by <${who}>`, o.by)
    .option(`--reason <${why}>`, o.reason);
  add(root, 'findings', '', texts.commands.findings, 'findings');
  const audit = root.command('audit').description(texts.commands.audit).exitOverride();
  add(audit, 'verify', '', texts.commands.auditVerify, 'audit verify');
  add(root, 'doctor', '', texts.commands.doctor, 'doctor');
  const database = root.command('database').description(texts.commands.database).exitOverride();
  add(database, 'copy', '', texts.commands.databaseCopy, 'database copy').requiredOption(`--to <${url}>`, o.to);
  add(root, 'migrate', '', texts.commands.migrate, 'migrate');
  return root;
}
