import type { Command } from 'commander';
import { cliTexts as texts } from '../texts/sv/cli';
import { orderCommandTexts } from '../texts/sv/order-commands';
import { usageTexts } from '../texts/sv/usage';

export type OrdersCommand = `order ${'place' | 'show' | 'list' | 'change' | 'end' | 'withdraw' | 'import'}`;

type Add = (parent: Command, name: string, argument: string, description: string, wish: OrdersCommand) => Command;

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** What managers order, or somebody for them. */
export function addOrders(root: Command, add: Add): void {
  const { options: o, commands, words } = orderCommandTexts;
  const { code, why, hsaId, date, role, file, state } = usageTexts.words;
  const orders = root.command('order').description(commands.order).exitOverride();
  const by = (command: Command): Command => command.requiredOption(`--by <${hsaId}>`, o.by);
  const what = (command: Command, to: string): Command =>
    command
      .option(`--unit <${hsaId}>`, o.unit, collect)
      .option(`--from <${date}>`, o.from)
      .option(`--to <${date}>`, to)
      .option(`--confirm <${words.warning}>`, o.confirm, collect);
  what(by(add(orders, 'place', `<${hsaId}>`, commands.orderPlace, 'order place')), o.to)
    .requiredOption(`--municipality <${code}>`, o.municipality, collect)
    .requiredOption(`--role <${role}>`, o.role)
    .requiredOption(`--reason <${why}>`, texts.options.reason)
    .option(`--manager <${hsaId}>`, o.manager);
  add(orders, 'show', `<${words.number}>`, commands.orderShow, 'order show');
  add(orders, 'list', '', commands.orderList, 'order list')
    .option(`--municipality <${code}>`, o.municipality, collect)
    .option(`--state <${state}>`, o.state, collect)
    .option(`--hsa-id <${hsaId}>`, o.hsaId);
  what(by(add(orders, 'change', `<${words.number}>`, commands.orderChange, 'order change')), o.newTo).option(`--role <${role}>`, o.role);
  by(add(orders, 'end', `<${words.number}>`, commands.orderEnd, 'order end'))
    .requiredOption(`--reason <${why}>`, texts.options.reason)
    .option(`--to <${date}>`, o.lastDay);
  by(add(orders, 'withdraw', `<${words.number}>`, commands.orderWithdraw, 'order withdraw')).requiredOption(
    `--reason <${why}>`,
    texts.options.reason,
  );
  by(add(orders, 'import', `<${file}>`, commands.orderImport, 'order import'))
    .requiredOption(`--municipality <${code}>`, o.municipality, collect)
    .option('--dry-run', texts.options.dryRun)
    .option('--only-good', o.onlyGood)
    .option('--csv', o.csv);
}
