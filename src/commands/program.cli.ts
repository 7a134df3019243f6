import type { Command } from 'commander';
import { cliTexts as texts } from '../texts/sv/cli';
import { addFollowUp, type FollowUpCommand } from './follow-up-program.cli';
import { addOrders, type OrdersCommand } from './orders-program.cli';
import { roleCommandTexts } from '../texts/sv/role-commands';
import { usageTexts } from '../texts/sv/usage';
import { type AgreementOptions, type AgreementWish, addAgreementCommands } from './agreement-words.cli';
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
    | 'outbox send-again'
    | 'case show'
    | 'case list'
    | 'case claim'
    | 'case release'
    | 'case next'
    | 'case note'
    | 'case return'
    | 'case grant'
    | 'case undo'
    | 'case remove'
    | 'case done'
    | 'case told'
    | 'cosmic-units import'
    | 'cosmic-units report'
    | 'test-login record'
    | 'test-login list'
    | 'import baseline'
    | 'release'
    | 'hold accept'
    | 'findings'
    | 'audit verify'
    | FollowUpCommand
    | OrdersCommand
    | 'ad compare'
    | 'ad adopt'
    | 'role list'
    | 'role grant'
    | 'role remove'
    | 'deputy list'
    | 'deputy add'
    | 'deputy end'
    | 'key list'
    | 'key create'
    | 'key revoke'
    | AgreementWish
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
    hsaId?: string;
    role?: string;
    everywhere?: boolean;
    unit?: string[];
    from?: string;
    manager?: string;
    permission?: string[];
    past?: boolean;
    state?: string[];
    more?: boolean;
    takeOver?: boolean;
    nothingGranted?: boolean;
    text?: string;
    account?: string;
    worked?: boolean;
    failed?: boolean;
    note?: string;
    stage?: string;
    limit?: string;
    after?: string;
    person?: string;
    actor?: string;
    action?: string;
    what?: string;
    count?: string;
    row?: string;
    judgement?: string;
    csv?: boolean;
    confirm?: string[];
    onlyGood?: boolean;
  } & AgreementOptions;
}

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** The command line of the contract. Wrong words throw a `CommanderError`. */
export function program(carryOut: (wish: Wish) => Promise<void>): Command {
  const root = localisedProgram('tilltrade').description(texts.description).exitOverride().showHelpAfterError();
  const o = texts.options;
  const { words } = usageTexts;
  const { file, code, date, why, who, hsaId, caseNumber, runId, url, controller, role, id, name, permission } = words;
  // Also before the command's name, where many are used to writing them.
  root.option(`--config <${file}>`, o.config).option('--json', o.json);

  const add: Add = (parent, name, argument, description, wish) =>
    parent
      .command(`${name} ${argument}`.trim())
      .description(description)
      .exitOverride()
      .option(`--config <${file}>`, o.config)
      .option('--json', o.json)
      .allowExcessArguments(false)
      .action(async (...given: unknown[]) => {
        const command = given.at(-1) as Command;
        const [first] = given;
        await carryOut({ command: wish, argument: typeof first === 'string' ? first : null, options: command.optsWithGlobals() });
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
  const outbox = add(root, 'outbox', '', texts.commands.outbox, 'outbox');
  add(outbox, 'send-again', `<${words.mailId}>`, texts.commands.sendAgain, 'outbox send-again').requiredOption(`--by <${who}>`, o.by);
  const cases = root.command('case').description(texts.commands.case).exitOverride();
  add(cases, 'show', `<${caseNumber}>`, texts.commands.caseShow, 'case show')
    .option('--reveal', o.reveal)
    .option(`--reason <${why}>`, o.reason);
  addDesk(add, cases);
  addCosmic(add, root);
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
  addAgreementCommands(root, add, collect);
  add(root, 'findings', '', texts.commands.findings, 'findings');
  const audit = root.command('audit').description(texts.commands.audit).exitOverride();
  add(audit, 'verify', '', texts.commands.auditVerify, 'audit verify');
  addFollowUp(root, audit, add);
  const r = roleCommandTexts.options;
  const decided = (command: Command): Command =>
    command.requiredOption(`--by <${who}>`, o.by).requiredOption(`--reason <${why}>`, o.reason);
  const roles = root.command('role').description(roleCommandTexts.commands.role).exitOverride();
  add(roles, 'list', '', roleCommandTexts.commands.roleList, 'role list')
    .option(`--hsa-id <${hsaId}>`, r.hsaId)
    .option(`--role <${role}>`, r.onlyRole)
    .option(`--municipality <${code}>`, r.municipality, collect)
    .option('--past', r.past);
  decided(add(roles, 'grant', `<${hsaId}>`, roleCommandTexts.commands.roleGrant, 'role grant'))
    .requiredOption(`--role <${role}>`, r.role)
    .option(`--municipality <${code}>`, r.municipality, collect)
    .option('--everywhere', r.everywhere)
    .option(`--unit <${hsaId}>`, r.unit, collect)
    .option(`--from <${date}>`, r.from)
    .option(`--to <${date}>`, r.to);
  decided(add(roles, 'remove', `<${id}>`, roleCommandTexts.commands.roleRemove, 'role remove'));
  const deputies = root.command('deputy').description(roleCommandTexts.commands.deputy).exitOverride();
  add(deputies, 'list', '', roleCommandTexts.commands.deputyList, 'deputy list').option('--past', r.past);
  decided(add(deputies, 'add', `<${hsaId}>`, roleCommandTexts.commands.deputyAdd, 'deputy add'))
    .requiredOption(`--manager <${hsaId}>`, r.manager)
    .requiredOption(`--to <${date}>`, r.to)
    .option(`--from <${date}>`, r.from)
    .option(`--municipality <${code}>`, r.municipality, collect)
    .option(`--unit <${hsaId}>`, r.unit, collect);
  decided(add(deputies, 'end', `<${id}>`, roleCommandTexts.commands.deputyEnd, 'deputy end'));
  const keys = root.command('key').description(roleCommandTexts.commands.key).exitOverride();
  add(keys, 'list', '', roleCommandTexts.commands.keyList, 'key list').option('--past', r.past);
  decided(add(keys, 'create', `<${name}>`, roleCommandTexts.commands.keyCreate, 'key create'))
    .requiredOption(`--permission <${permission}>`, r.permission, collect)
    .requiredOption(`--to <${date}>`, r.to)
    .option(`--municipality <${code}>`, r.municipality, collect)
    .option('--everywhere', r.everywhere);
  decided(add(keys, 'revoke', `<${id}>`, roleCommandTexts.commands.keyRevoke, 'key revoke'));
  addOrders(root, add);
  add(root, 'doctor', '', texts.commands.doctor, 'doctor');
  const database = root.command('database').description(texts.commands.database).exitOverride();
  add(database, 'copy', '', texts.commands.databaseCopy, 'database copy').requiredOption(`--to <${url}>`, o.to);
  add(root, 'migrate', '', texts.commands.migrate, 'migrate');
  return root;
}

type Add = (parent: Command, name: string, argument: string, description: string, wish: Wish['command']) => Command;

/** Servicecenter's work. */
function addDesk(add: Add, cases: Command): void {
  const { options: o, commands } = texts;
  const { code, who, why, caseNumber, state, hsaId, text, whom } = usageTexts.words;
  add(cases, 'list', '', commands.caseList, 'case list')
    .option(`--municipality <${code}>`, o.municipality, collect)
    .option(`--state <${state}>`, o.state, collect);
  const one = (name: string, description: string, wish: Wish['command']): Command =>
    add(cases, name, `<${caseNumber}>`, description, wish).requiredOption(`--by <${who}>`, o.by);
  one('claim', commands.caseClaim, 'case claim').option('--take-over', o.takeOver).option(`--reason <${why}>`, o.reason);
  one('release', commands.caseRelease, 'case release');
  add(cases, 'next', '', commands.caseNext, 'case next')
    .requiredOption(`--by <${who}>`, o.by)
    .option(`--municipality <${code}>`, o.municipality, collect);
  one('note', commands.caseNote, 'case note').requiredOption(`--text <${text}>`, o.text);
  one('return', commands.caseReturn, 'case return')
    .requiredOption(`--to <${whom}>`, o.returnTo)
    .requiredOption(`--reason <${why}>`, o.reason);
  one('grant', commands.caseGrant, 'case grant').option(`--unit <${hsaId}>`, o.unit, collect).option('--more', o.more);
  one('undo', commands.caseUndo, 'case undo');
  one('remove', commands.caseRemove, 'case remove').option(`--unit <${hsaId}>`, o.unitRemoved, collect);
  one('done', commands.caseDone, 'case done').option('--nothing-granted', o.nothingGranted);
  one('told', commands.caseTold, 'case told');
}

/** What is known of Cosmic itself, and who works there already. */
function addCosmic(add: Add, root: Command): void {
  const { options: o, commands } = texts;
  const { code, who, why, file, hsaId, account, time, text } = usageTexts.words;
  const units = root.command('cosmic-units').description(commands.cosmicUnits).exitOverride();
  add(units, 'import', `<${file}>`, commands.cosmicUnitsImport, 'cosmic-units import')
    .requiredOption(`--municipality <${code}>`, o.oneMunicipality, collect)
    .requiredOption(`--by <${who}>`, o.by)
    .option(`--reason <${why}>`, o.reason)
    .option('--dry-run', o.dryRun);
  add(units, 'report', '', commands.cosmicUnitsReport, 'cosmic-units report').option(`--municipality <${code}>`, o.municipality, collect);
  const logins = root.command('test-login').description(commands.testLogin).exitOverride();
  add(logins, 'record', '', commands.testLoginRecord, 'test-login record')
    .requiredOption(`--municipality <${code}>`, o.oneMunicipality, collect)
    .requiredOption(`--hsa-id <${hsaId}>`, o.triedBy)
    .requiredOption(`--account <${account}>`, o.account)
    .option(`--at <${time}>`, o.triedAt)
    .option('--worked', o.worked)
    .option('--failed', o.failed)
    .option(`--note <${text}>`, o.note)
    .requiredOption(`--by <${who}>`, o.by);
  add(logins, 'list', '', commands.testLoginList, 'test-login list').option(`--municipality <${code}>`, o.municipality, collect);
  const imports = root.command('import').description(commands.import).exitOverride();
  add(imports, 'baseline', `<${file}>`, commands.importBaseline, 'import baseline')
    .requiredOption(`--by <${who}>`, o.by)
    .requiredOption(`--reason <${why}>`, o.reason)
    .option('--dry-run', o.dryRun);
}
