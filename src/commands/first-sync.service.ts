import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AgreementTemplates } from '../agreements/templates.service';
import type { Actor } from '../audit/actor';
import { AccountsRepository } from '../external-ad/accounts.repository';
import { FindingsService } from '../findings/findings.service';
import { MailDispatcher } from '../notifications/dispatcher.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION, PROJECT_ROOT } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { localDateOf } from '../platform/time';
import { cliTexts } from '../texts/sv/cli';
import { findingKindText } from '../texts/sv/finding-kinds';
import { loginTexts } from '../texts/sv/login';
import { roleText } from '../texts/sv/roles';
import { everything } from './everything.cli';
import { SyncCommand } from './sync.command';

/** What a person who starts the service for the first time sees: every catalogue read, the mails sent, and what came of it. */
@Injectable()
export class FirstSync {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly dataSource: DataSource,
    private readonly sync: SyncCommand,
    private readonly accounts: AccountsRepository,
    private readonly dispatcher: MailDispatcher,
    private readonly findings: FindingsService,
    private readonly templates: AgreementTemplates,
    private readonly clock: Clock,
    @Inject(PROJECT_ROOT) private readonly root: string,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const actor = { kind: 'command' as const, name: 'serve --first-sync', systemUser: null };
    if (this.configuration.login.kind === 'demo') await this.addFirstTemplate(actor);
    const { runs } = await this.sync.run({ municipalities: [], full: true, dryRun: false, actor, signal });
    const { sent } = await this.dispatcher.dispatch({ ignoreBackoff: false, signal });
    if (signal.aborted) return;
    const { municipalities, mail } = this.configuration;
    const enabled = await Promise.all(municipalities.map(({ code }) => this.accounts.countEnabled(this.dataSource.manager, code)));
    const codes = municipalities.map(({ code }) => code);
    const findings = Map.groupBy(await this.findings.open(this.dataSource.manager, codes), ({ kind }) => kind);
    const { summary } = cliTexts;
    const lines = [
      ...runs.map((run) => {
        const name = municipalities.find(({ code }) => code === run.municipality)?.name ?? run.municipality;
        return `${cliTexts.run(name, cliTexts.status[run.status], run.counts)}${run.reason === null ? '' : `\n  ${run.reason}`}`;
      }),
      '',
      summary.people(
        runs.reduce((sum, { counts }) => sum + counts.read, 0),
        enabled.reduce((sum, count) => sum + count, 0),
      ),
      summary.mails(sent, mail.kind === 'file' ? shortPath(mail.directory) : null),
      summary.findings([...findings.values()].reduce((sum, { length }) => sum + length, 0)),
      ...[...findings].sort().map(([kind, all]) => {
        const example = all.find(({ hsaId }) => hsaId !== null) ?? all[0];
        return summary.finding(all.length, findingKindText(kind), [example?.municipality, example?.hsaId].filter(Boolean).join(', '));
      }),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }

  address(url: string): string {
    const { summary } = cliTexts;
    return ['', summary.heading, summary.address(url), ...this.logins(url), summary.next, ...this.suggestions()].join('\n');
  }

  /** Who can be chosen in a demonstration. */
  /** A demonstration has an agreement to sign from the beginning. */
  private async addFirstTemplate(actor: Actor): Promise<void> {
    if ((await this.templates.list()).length > 0) return;
    const text = await readFile(join(this.root, 'config', 'agreements', '1.txt'), 'utf8');
    const template = { version: '1', text, effectiveFrom: localDateOf(this.clock.now()), signFrom: null };
    await this.templates.add(everything(this.configuration), template, actor, randomUUID());
  }

  private logins(url: string): string[] {
    const { login } = this.configuration;
    if (login.kind !== 'demo') return [];
    return [
      cliTexts.summary.logins(url),
      ...login.people.map(({ hsaId, name, roles }) => cliTexts.summary.login(hsaId, name, loginTexts.demoRoles(roles.map(roleText)))),
    ];
  }

  private suggestions(): string[] {
    const [first] = this.configuration.municipalities;
    return [
      '  scripts/tilltrade accounts',
      '  scripts/tilltrade findings',
      '  scripts/tilltrade outbox',
      `  scripts/tilltrade sync --municipality ${first?.code ?? ''} --dry-run`,
    ];
  }
}

/** As the person at the terminal would write it: relative where it lies below where they stand. */
function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') || isAbsolute(short) ? path : short || '.';
}
