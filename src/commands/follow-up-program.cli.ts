import type { Command } from 'commander';
import { cliTexts as texts } from '../texts/sv/cli';
import { followUpTexts } from '../texts/sv/follow-up';
import { usageTexts } from '../texts/sv/usage';

export type FollowUpCommand = 'people list' | 'audit search' | 'audit checkpoint' | `review ${'draw' | 'judge' | 'sign' | 'list' | 'show'}`;

type Add = (parent: Command, name: string, argument: string, description: string, wish: FollowUpCommand) => Command;

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** Lists of people, the audit trail's search and loggkontroll. */
export function addFollowUp(root: Command, audit: Command, add: Add): void {
  const { options: o, commands, words } = followUpTexts;
  const { code, date, who, hsaId } = usageTexts.words;
  const { municipality, by } = texts.options;
  const people = root.command('people').description(commands.people).exitOverride();
  add(people, 'list', '', commands.peopleList, 'people list')
    .option(`--municipality <${code}>`, municipality, collect)
    .option(`--unit <${hsaId}>`, o.unit, collect)
    .option(`--stage <${words.stage}>`, o.stage)
    .option(`--text <${words.text}>`, o.text)
    .option(`--limit <${words.number}>`, o.limit)
    .option(`--after <${words.cursor}>`, o.after);
  add(audit, 'search', '', commands.auditSearch, 'audit search')
    .option(`--person <${hsaId}>`, o.person)
    .option(`--actor <${who}>`, o.actor)
    .option(`--action <${words.kind}>`, o.action)
    .option(`--municipality <${code}>`, municipality, collect)
    .option(`--from <${date}>`, o.from)
    .option(`--to <${date}>`, o.to)
    .option(`--what <${words.kind}>`, o.what)
    .option(`--limit <${words.number}>`, o.limit)
    .option(`--after <${words.cursor}>`, o.after);
  add(audit, 'checkpoint', '', commands.auditCheckpoint, 'audit checkpoint');
  const review = root.command('review').description(commands.review).exitOverride();
  add(review, 'draw', '', commands.reviewDraw, 'review draw')
    .option(`--municipality <${code}>`, municipality, collect)
    .requiredOption(`--from <${date}>`, o.from)
    .requiredOption(`--to <${date}>`, o.to)
    .option(`--what <${words.kind}>`, o.what)
    .option(`--count <${words.number}>`, o.count)
    .requiredOption(`--by <${who}>`, by);
  add(review, 'judge', `<${words.review}>`, commands.reviewJudge, 'review judge')
    .requiredOption(`--row <${words.number}>`, o.row)
    .requiredOption(`--judgement <${words.kind}>`, o.judgement)
    .option(`--note <${words.text}>`, o.note)
    .requiredOption(`--by <${who}>`, by);
  add(review, 'sign', `<${words.review}>`, commands.reviewSign, 'review sign')
    .option(`--note <${words.text}>`, o.note)
    .requiredOption(`--by <${who}>`, by);
  add(review, 'list', '', commands.reviewList, 'review list');
  add(review, 'show', `<${words.review}>`, commands.reviewShow, 'review show').option('--csv', o.csv);
}
