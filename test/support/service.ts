import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { stringify } from 'yaml';
import { APPLICATION, harden } from '../../src/api/http-application';
import { AppModule } from '../../src/app.module';
import type { Actor } from '../../src/audit/actor';
import { AuditRowEntity } from '../../src/audit/audit.entity';
import { AuditService } from '../../src/audit/audit.service';
import { Authentication } from '../../src/auth/authentication';
import { type Foundation, layFoundation } from '../../src/bootstrap';
import type { Answer } from '../../src/commands/output.cli';
import { DeskCommand } from '../../src/commands/desk.command';
import { PeopleCommand } from '../../src/commands/people.command';
import { QueuesCommand } from '../../src/commands/queues.command';
import { ServiceDeskCommand } from '../../src/commands/service-desk.command';
import { SyncCommand } from '../../src/commands/sync.command';
import type { AdDispatchResult } from '../../src/external-ad/ad-worker.service';
import { ExternalAdDispatcher } from '../../src/external-ad/external-ad-dispatcher.service';
import type { FullExplanation } from '../../src/explanation/explain.service';
import { composeMail, type MailModel } from '../../src/notifications/mails/mail-model';
import { MailEntity } from '../../src/notifications/outbox.entity';
import { Clock } from '../../src/platform/clock';
import type { Configuration } from '../../src/platform/config/schema';
import { SealedBox } from '../../src/platform/sealed-box';
import type { Instant, LocalDate } from '../../src/platform/time';
import { PassedEndsService } from '../../src/reconciliation/passed-ends.service';
import { CaseEntity } from '../../src/service-desk/case.entity';
import type { ShownCase } from '../../src/service-desk/show-case.service';
import { type CatalogueEntry, ldif } from './builders/ldif';
import { type MunicipalityCode, municipalityEntry, type MunicipalityOptions, municipalityYaml } from './builders/inhabitants';
import type { EmptyDatabase } from './databases';
import { databaseOfThisTest } from './each-database';
import { MovingClock } from './fakes/moving-clock';
import { ToldPrincipals } from './fakes/told-principals';
import type { AccountJson, DispatchJson, FindingJson, RunJson, ShownMail } from './service.types';
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory';

const QUARTER_OF_AN_HOUR = 15 * 60 * 1000;

export interface ServiceOptions {
  municipalities?: MunicipalityOptions[];
  /** More of the configuration file. */
  configuration?: object;
  now?: Instant;
  /** `externalAd` of a real one; the model where none is named. */
  externalAd?: object;
  /** Answers HTTP, too; see `api`. Nothing happens by itself all the same. */
  http?: boolean;
  /** With `http`: who asks is found out as in the service, by session or key, and not as the test says. */
  login?: boolean;
  /** With `http`: the port of 127.0.0.1; any free one where none is named. */
  port?: number;
  /** Controllers beside the service's own, and what they need. */
  controllers?: Type[];
  providers?: Type[];
}

const COMMAND: Actor = { kind: 'command', name: 'test', systemUser: 'tester' };
const PERSON: Actor = { kind: 'person', name: 'Dana Drift', systemUser: 'tester' };

/**
 * The whole service as a command has it, on a directory of its own: configuration file, key, catalogues, mails and, unless
 * another database is in use, the SQLite file. Real: all of it. Faked: the clock, which stands still but for a quarter of an hour after each run.
 */
export class TestService {
  readonly #directory: TemporaryDirectory;
  readonly #database: EmptyDatabase | null;
  readonly clock: MovingClock;
  /** Who asks, of a service that answers HTTP. */
  readonly principals = new ToldPrincipals();
  #app!: INestApplicationContext;
  #foundation!: Foundation;

  private constructor(
    private options: ServiceOptions,
    private readonly first: TestService | null = null,
  ) {
    this.#directory = first ? first.#directory : temporaryDirectory();
    this.#database = first ? first.#database : databaseOfThisTest();
    this.clock = first ? first.clock : new MovingClock(options.now);
    process.env.TILLTRADE_LOG = 'silent';
  }

  static async start(options: ServiceOptions = {}): Promise<TestService> {
    const service = new TestService(options);
    try {
      await service.open();
    } catch (error) {
      await service.#takeAway();
      throw error;
    }
    return service;
  }

  /** A service that has never run, with the same settings, key and catalogues, at the same time, on a database of its own. */
  beside(): Promise<TestService> {
    const configuration = { ...this.options.configuration, identityHashKeyFile: this.path('identity-hash.key') };
    return TestService.start({ ...this.options, configuration, now: this.clock.now() });
  }

  /** One more on the same database and files, as another process has it. Closed before this one. */
  async another(): Promise<TestService> {
    const service = new TestService(this.options, this);
    await service.open();
    return service;
  }

  /** As another process would find it; with other settings where they are given. */
  async restart(options: ServiceOptions = {}): Promise<void> {
    await this.#app.close();
    this.options = { ...this.options, ...options };
    await this.open();
  }

  async close(): Promise<void> {
    await this.#app.close();
    await this.#takeAway();
  }

  async #takeAway(): Promise<void> {
    if (this.first) return;
    await this.#database?.remove();
    this.#directory.remove();
  }

  private async open(): Promise<void> {
    const file = this.#directory.write('tilltrade.yaml', stringify(this.yaml()));
    this.#foundation = await layFoundation(file);
    const { http = false, controllers = [], providers = [] } = this.options;
    const imports = [http ? AppModule.forRequests(this.#foundation) : AppModule.forCommand(this.#foundation)];
    const composed = Test.createTestingModule({ imports, controllers, providers }).overrideProvider(Clock).useValue(this.clock);
    const module = await (this.options.login ? composed : composed.overrideProvider(Authentication).useValue(this.principals)).compile();
    if (!http) {
      this.#app = await module.init();
      return;
    }
    const app = module.createNestApplication<NestExpressApplication>(APPLICATION);
    harden(app, this.#foundation.configuration);
    await app.listen(this.options.port ?? 0, '127.0.0.1');
    this.#app = app;
  }

  private yaml(): object {
    const { municipalities = [{}], configuration, externalAd } = this.options;
    return {
      database: { url: this.#database?.url ?? `sqlite:${this.path('tilltrade.sqlite')}` },
      identityHashKeyFile: this.path('identity-hash.key'),
      operations: { address: 'drift@example.se' },
      municipalities: municipalities.map((one) => municipalityYaml(one, this.path(`${one.code ?? 'berg'}.ldif`))),
      externalAd: externalAd ?? { organisationalUnit: 'OU=Externa,DC=ad,DC=example,DC=se', upnSuffix: 'ext.example.se' },
      mail: { kind: 'file', directory: this.path('mail'), from: 'tilltrade@example.se' },
      serviceDesk: { address: 'servicecenter@example.se' },
      ...configuration,
    };
  }

  path(name: string): string {
    return join(this.#directory.path, name);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.#app.get(token);
  }

  /** Of a service that was started with `http`. */
  get httpServer(): Server {
    return (this.#app as NestExpressApplication).getHttpServer();
  }

  get configuration(): Configuration {
    return this.#foundation.configuration;
  }

  get dataSource(): DataSource {
    return this.#app.get(DataSource);
  }

  /** A whole catalogue: the municipality's own entry and these. */
  writeCatalogue(code: MunicipalityCode, entries: readonly CatalogueEntry[]): void {
    this.writeText(code, ldif([municipalityEntry(code), ...entries]));
  }

  /** Anything at all in the place of the catalogue. */
  writeText(code: MunicipalityCode, contents: string | Buffer): void {
    writeFileSync(this.path(`${code}.ldif`), contents);
  }

  /** @param now an instant that is not before the clock */
  travelTo(now: Instant): void {
    this.clock.advance(Date.parse(now) - Date.parse(this.clock.now()));
  }

  /** `sync --json` of all municipalities or of one. */
  async syncAll(...municipalities: MunicipalityCode[]): Promise<RunJson[]> {
    const { json } = await this.syncAnswer({ municipalities });
    return (json as { runs: RunJson[] }).runs;
  }

  /** The run of the first, usually only, municipality. */
  async sync(...municipalities: MunicipalityCode[]): Promise<RunJson> {
    const [run] = await this.syncAll(...municipalities);
    if (!run) throw new Error('Nothing was run');
    return run;
  }

  async preview(): Promise<RunJson> {
    const { json } = await this.syncAnswer({ dryRun: true });
    return (json as { runs: [RunJson] }).runs[0];
  }

  /** `sync --full`, of the first, usually only, municipality. */
  async syncFull(): Promise<RunJson> {
    const { json } = await this.syncAnswer({ full: true });
    return (json as { runs: [RunJson] }).runs[0];
  }

  async syncAnswer(options: { municipalities?: string[]; full?: boolean; dryRun?: boolean } = {}): Promise<Answer> {
    const { municipalities = [], full = false, dryRun = false } = options;
    const answer = await this.get(SyncCommand).run({ municipalities, full, dryRun, actor: COMMAND });
    if (!dryRun) this.clock.advance(QUARTER_OF_AN_HOUR);
    return answer;
  }

  /** A new catalogue and the run that reads it. */
  async syncWith(entries: readonly CatalogueEntry[], code: MunicipalityCode = 'berg'): Promise<RunJson> {
    this.writeCatalogue(code, entries);
    return this.sync(code);
  }

  /** What the service does by itself after midnight. */
  endPassed(code: MunicipalityCode = 'berg'): Promise<number | null> {
    const municipality = this.#foundation.configuration.municipalities.find((one) => one.code === code);
    if (!municipality) throw new Error(`${code} is not configured`);
    return this.get(PassedEndsService).settle(municipality, { kind: 'schedule', name: 'midnight', systemUser: null });
  }

  async release(runId: string, reason = 'Omorganisation'): Promise<RunJson> {
    const { json } = await this.get(ServiceDeskCommand).release(runId, PERSON, reason);
    this.clock.advance(QUARTER_OF_AN_HOUR);
    return (json as { runs: [RunJson] }).runs[0];
  }

  async acceptHold(hsaId: string, reason = 'Nytt personnummer'): Promise<unknown> {
    return (await this.get(ServiceDeskCommand).acceptHold(hsaId, PERSON, reason)).json;
  }

  async accounts(): Promise<AccountJson[]> {
    return (await this.get(PeopleCommand).accounts([])).json as AccountJson[];
  }

  async account(hsaId: string): Promise<AccountJson> {
    const found = (await this.accounts()).find((one) => one.hsaId.toLowerCase() === hsaId.toLowerCase());
    if (!found) throw new Error(`No account for ${hsaId}`);
    return found;
  }

  /** Findings that are open, of a kind where one is named. */
  async findings(kind?: string): Promise<FindingJson[]> {
    const all = (await this.get(PeopleCommand).findings()).json as FindingJson[];
    return kind === undefined ? all : all.filter((one) => one.kind === kind);
  }

  async explain(hsaId: string, at: LocalDate | null = null): Promise<FullExplanation> {
    return (await this.get(PeopleCommand).explain(hsaId, at)).json as FullExplanation;
  }

  /** Mails in the order they were queued, rendered from the outbox as they would be sent now. */
  async mails(kind?: ShownMail['kind']): Promise<ShownMail[]> {
    const rows = await this.dataSource.manager.find(MailEntity, { order: { id: 'ASC' } });
    const box = this.get(SealedBox);
    return rows
      .filter((row) => kind === undefined || row.kind === kind)
      .map(({ kind: what, recipient: to, state, hsaId, model }) => ({
        kind: what,
        to,
        state,
        hsaId,
        ...composeMail(box.open<MailModel>(model)),
      }));
  }

  /** `dispatch`: each mail becomes a file, and the external AD as it should be. */
  async dispatch(): Promise<DispatchJson> {
    return (await this.get(QueuesCommand).dispatch({ mail: true, ad: true, actor: COMMAND })).json as DispatchJson;
  }

  /** `dispatch --ad`, by a person. */
  async dispatchAd(): Promise<AdDispatchResult> {
    const { json } = await this.get(QueuesCommand).dispatch({ mail: false, ad: true, actor: COMMAND });
    return (json as DispatchJson).ad;
  }

  /** As the schedule does it: what waits for a later time is left. */
  dispatchAdBySchedule(signal?: AbortSignal): Promise<AdDispatchResult> {
    const actor: Actor = { kind: 'schedule', name: 'dispatch-ad', systemUser: null };
    return this.get(ExternalAdDispatcher).dispatch({ actor, ignoreBackoff: false, ...(signal && { signal }) });
  }

  /** The files that were sent, oldest first, as they stand. */
  sentFiles(): string[] {
    const names = readdirSync(this.path('mail')).filter((name) => name.endsWith('.eml'));
    return names.sort().map((name) => readFileSync(join(this.path('mail'), name), 'utf8'));
  }

  /** All cases by number: whom they are about, the event and how they stand. */
  async cases(): Promise<Pick<CaseEntity, 'number' | 'hsaIdKey' | 'event' | 'state' | 'supersededBy' | 'isProtected'>[]> {
    const rows = await this.dataSource.manager.find(CaseEntity, { order: { number: 'ASC' } });
    return rows.map(({ number, hsaIdKey, event, state, supersededBy, isProtected }) => ({
      number,
      hsaIdKey,
      event,
      state,
      supersededBy,
      isProtected,
    }));
  }

  async showCase(number: string, reason: string | null = null): Promise<ShownCase> {
    const { json } = await this.get(DeskCommand).show(number, reason === null ? null : { actor: PERSON, reason });
    return json as ShownCase;
  }

  async auditRows(): Promise<AuditRowEntity[]> {
    return this.dataSource.manager.find(AuditRowEntity, { order: { seq: 'ASC' } });
  }

  /** What the chain's own check finds wrong: nothing. */
  async auditProblems(): Promise<unknown[]> {
    return (await this.get(AuditService).verify()).problems;
  }
}
