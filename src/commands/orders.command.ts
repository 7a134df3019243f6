import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { HeldRoles } from '../auth/held-roles.service';
import type { PersonPrincipal } from '../auth/principal';
import { reachOf } from '../auth/reach';
import type { Asker } from '../orders/asker';
import { isOrderNumber, ORDER_STATES, type OrderState } from '../orders/order';
import { OrderImport } from '../orders/order-import.service';
import type { OrderRefused } from '../orders/order-rules';
import { type OrderAnswer, OrderService } from '../orders/order.service';
import type { OrderView } from '../orders/order-view';
import { OrderViews } from '../orders/order-views.service';
import { hsaIdKey, isHsaId, isTestHsaId } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { notFound, Refusal, type Refused } from '../platform/refusal';
import { localDateOf } from '../platform/time';
import { orderCommandTexts as texts } from '../texts/sv/order-commands';
import { orderImportTexts } from '../texts/sv/order-import';
import { everything, oneOf } from './everything.cli';
import { type Answer, EXIT, UsageError } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';
import { dayOf, everyPage, listed } from './roles.command';

/** The words of `order`, as they were written. */
export interface OrderWords {
  by?: string | undefined;
  municipality?: string[] | undefined;
  role?: string | undefined;
  /** The last that was written. */
  unit?: string[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  reason?: string | undefined;
  manager?: string | undefined;
  confirm?: string[] | undefined;
  state?: string[] | undefined;
  hsaId?: string | undefined;
  dryRun?: boolean | undefined;
  onlyGood?: boolean | undefined;
  csv?: boolean | undefined;
}

/** `order place|show|list|change|end|withdraw|import`: for somebody who is named, with their roles and no others. */
@Injectable()
export class OrdersCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly roles: HeldRoles,
    private readonly orders: OrderService,
    private readonly views: OrderViews,
    private readonly imports: OrderImport,
  ) {}

  async place(hsaId: string, words: OrderWords): Promise<Answer> {
    refusePersonalNumber(hsaId);
    const asker = await this.asker(words.by);
    const answer = await this.orders.place(asker, {
      municipality: oneOf(words.municipality) ?? '',
      hsaId,
      unit: words.unit?.at(-1) ?? null,
      cosmicRole: words.role ?? '',
      from: dayOf('from', words.from),
      to: dayOf('to', words.to),
      reason: words.reason ?? '',
      onBehalfOf: words.manager ?? null,
      confirmed: words.confirm,
    });
    return this.told(asker, answer);
  }

  /** Whoever runs the service may see every order; somebody protected stays masked. */
  async show(number: string): Promise<Answer> {
    return shown(await this.views.show(everything(this.configuration), known(number)));
  }

  async list({ municipality, state, hsaId }: OrderWords): Promise<Answer> {
    const filter = { municipality: oneOf(municipality), state: state?.map(stateNamed), hsaId };
    const all = await everyPage((page) => this.views.list(everything(this.configuration), { ...filter, ...page }));
    return { json: all, lines: listed(all.map(texts.row)), status: EXIT.done };
  }

  async change(number: string, words: OrderWords): Promise<Answer> {
    const asker = await this.asker(words.by);
    const { version } = await this.views.show(asker.reach, known(number));
    const answer = await this.orders.change(asker, number, version, {
      unit: words.unit?.at(-1),
      cosmicRole: words.role,
      from: dayOf('from', words.from) ?? undefined,
      to: words.to === '-' ? null : (dayOf('to', words.to) ?? undefined),
      confirmed: words.confirm,
    });
    return this.told(asker, answer);
  }

  async end(number: string, words: OrderWords): Promise<Answer> {
    const asker = await this.asker(words.by);
    const { version } = await this.views.show(asker.reach, known(number));
    const end = { day: dayOf('to', words.to), reason: words.reason ?? '' };
    return this.told(asker, await this.orders.end(asker, number, version, end));
  }

  async withdraw(number: string, words: OrderWords): Promise<Answer> {
    const asker = await this.asker(words.by);
    const { version } = await this.views.show(asker.reach, known(number));
    return this.told(asker, await this.orders.withdraw(asker, number, version, { reason: words.reason ?? '' }));
  }

  async import(file: string, words: OrderWords): Promise<Answer> {
    const asker = await this.asker(words.by);
    const contents = await readFile(file).catch(() => {
      throw new UsageError(texts.missing(basename(file)));
    });
    const mode = words.dryRun ? 'preview' : words.onlyGood ? 'only-good' : 'all-or-nothing';
    const result = await this.imports.run(asker, oneOf(words.municipality) ?? '', contents, mode);
    if (result.outcome === 'refused') throw Refusal.of(result);
    const { good, refused, already, placed } = result.counts;
    const table = result.rows.flatMap(({ line, outcome, number, problems }) => [
      `${line}: ${orderImportTexts.outcome[outcome]}${number === null ? '' : ` ${number}`}`,
      ...problems.map(({ column, text }) => `    ${column === null || text.startsWith(`${column}:`) ? text : `${column}: ${text}`}`),
    ]);
    const summary = result.isPlaced ? orderImportTexts.placed(placed, refused, already) : orderImportTexts.summary(good, refused, already);
    const nothing = !result.isPlaced && mode !== 'preview' && refused > 0 ? [orderImportTexts.nothingPlaced] : [];
    const lines = words.csv ? [this.imports.asFile(result).trimEnd()] : [...table, summary, ...nothing];
    return { json: result, lines, status: refused > 0 ? EXIT.failed : EXIT.done };
  }

  private async asker(by: string | undefined): Promise<Asker> {
    const hsaId = by?.trim() ?? '';
    refusePersonalNumber(hsaId);
    if (!isHsaId(hsaId.toUpperCase()) && !isTestHsaId(hsaId.toUpperCase())) throw new UsageError(texts.noHsaId);
    const now = this.clock.now();
    const key = hsaIdKey(hsaId);
    const roles = await this.roles.of(key);
    const principal: PersonPrincipal = { kind: 'person', hsaId, hsaIdKey: key, name: hsaId, acr: null, loggedInAt: now, roles };
    const codes = this.configuration.municipalities.map(({ code }) => code);
    const reach = reachOf(principal, 'orders:write', localDateOf(now), codes);
    if (reach.length === 0) throw new UsageError(texts.mayNotOrder);
    return { principal, reach, systemUser: userInfo().username };
  }

  private async told({ reach }: Asker, answer: OrderAnswer): Promise<Answer> {
    if (answer.outcome === 'refused') return refusal(answer);
    return shown(await this.views.show(reach, answer.number));
  }
}

const shown = (order: OrderView): Answer => ({ json: order, lines: [texts.heading(order), ...texts.lines(order)], status: EXIT.done });

/** A question is told with how to say yes. */
function refusal(refused: Refused & Partial<OrderRefused>): Answer {
  const { code, sv, errors = [], problems = [] } = refused;
  const questions = problems.filter(({ isWarning }) => isWarning).map((problem) => problem.code);
  const sentences = errors.length > 0 ? errors.map((error) => error.sv) : [sv];
  const lines = [...sentences, ...(questions.length > 0 ? [texts.confirmWith(questions)] : [])];
  return {
    json: { error: sv, code, problems: problems.map(({ code: one, field }) => ({ code: one, field })) },
    lines,
    status: EXIT.failed,
  };
}

/** What is no order's number is no order. */
function known(number: string): string {
  if (!isOrderNumber(number)) throw notFound();
  return number;
}

function stateNamed(text: string): OrderState {
  const state = ORDER_STATES.find((one) => one === text);
  if (!state) throw new UsageError(texts.unknownState(ORDER_STATES));
  return state;
}
