import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditRowEntity } from '../audit/audit.entity';
import { LoginCheck } from '../auth/login/login-check.service';
import type { SourceCheck } from '../directory/directory-source';
import { DirectorySources } from '../directory/directory-sources.service';
import { AccountsRepository } from '../external-ad/accounts.repository';
import { checkActiveDirectory } from '../external-ad/ldap/ad-check.ldap';
import { MAIL_TRANSPORT } from '../notifications/notifications.tokens';
import type { MailTransport } from '../notifications/transport';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import { keyFileWarning } from '../platform/config/identity-key.service';
import type { Configuration } from '../platform/config/schema';
import { checkCertificateFile } from '../platform/config/certificate-file';
import { addMilliseconds } from '../platform/time';
import { cliTexts } from '../texts/sv/cli';
import { doctorTexts } from '../texts/sv/doctor';
import { type Answer, EXIT, table } from './output.cli';
import { askPostgres, judgePostgres } from './postgres-check.cli';

const MEGABYTE = 1024 * 1024;
const LITTLE_DISK = { warning: 1024 * MEGABYTE, failure: 100 * MEGABYTE };
const DAY_MS = 24 * 3600 * 1000;

/** `doctor`: looks at everything the service depends on, writes nothing, and says how to mend what is wrong. */
@Injectable()
export class DoctorCommand {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly sources: DirectorySources,
    @Inject(MAIL_TRANSPORT) private readonly mail: MailTransport,
    private readonly login: LoginCheck,
    private readonly accounts: AccountsRepository,
  ) {}

  async run(): Promise<Answer> {
    const checks: SourceCheck[] = [
      { name: doctorTexts.configuration, ok: true, detail: doctorTexts.municipalities(this.configuration.municipalities.length) },
      ...this.settings(),
      ...(await this.database()),
      ...(await this.abandoned()),
      await this.clockCheck(),
      await this.disk(),
      this.keyFile(),
      await this.mailCheck(),
      ...(await this.certificates()),
      ...(await this.activeDirectory()),
      ...(await this.login.run()),
    ];
    for (const { code, name } of this.configuration.municipalities) {
      for (const check of await this.sources.of(code).check()) checks.push({ ...check, name: `${name}: ${check.name}` });
    }
    const lines = table(checks.map(({ name, ok, detail }) => [ok === true ? '✓' : ok === 'warning' ? '!' : '✗', name, detail]));
    return {
      json: { ok: checks.every(({ ok }) => ok !== false), checks },
      lines: lines.flatMap((line, index) => [line, ...(checks[index]?.remedy ? [cliTexts.mend(checks[index].remedy)] : [])]),
      status: checks.some(({ ok }) => ok === false) ? EXIT.failed : EXIT.done,
    };
  }

  private settings(): SourceCheck[] {
    const { operations } = this.configuration;
    return operations.address === null
      ? [{ name: doctorTexts.operations, ok: 'warning', detail: doctorTexts.noOperations, remedy: doctorTexts.setOperations }]
      : [];
  }

  /** A municipality that was taken out of the configuration leaves its accounts as they are, and nobody looks at them. */
  private async abandoned(): Promise<SourceCheck[]> {
    const configured = new Set(this.configuration.municipalities.map(({ code }) => code));
    const enabled = await this.accounts.enabledByMunicipality(this.dataSource.manager);
    const left = [...enabled].filter(([code]) => !configured.has(code)).map(([code, count]) => `${code} (${count})`);
    if (left.length === 0) return [];
    return [{ name: doctorTexts.abandoned, ok: false, detail: doctorTexts.abandonedAccounts(left), remedy: doctorTexts.bringBack }];
  }

  private keyFile(): SourceCheck {
    const warning = keyFileWarning(this.configuration.identityHashKeyFile);
    return warning === null
      ? { name: doctorTexts.keyFile, ok: true, detail: doctorTexts.keyFileIsPrivate }
      : { name: doctorTexts.keyFile, ok: 'warning', detail: warning, remedy: doctorTexts.protectKeyFile };
  }

  private async database(): Promise<SourceCheck[]> {
    if (this.dataSource.options.type === 'better-sqlite3') {
      const [row] = await this.dataSource.query<{ quick_check: string }[]>('PRAGMA quick_check(1)');
      if (row?.quick_check !== 'ok')
        return [{ name: doctorTexts.database, ok: false, detail: doctorTexts.databaseIsDamaged, remedy: doctorTexts.restoreDatabase }];
    } else {
      const wrong = judgePostgres(await askPostgres(this.dataSource, this.clock));
      if (wrong.length > 0) return wrong;
    }
    return [{ name: doctorTexts.database, ok: true, detail: doctorTexts.schemaIsCurrent }];
  }

  /** Every date in the service rests on the clock: one that is behind what was already recorded is wrong. */
  private async clockCheck(): Promise<SourceCheck> {
    const newest = await this.dataSource.manager.findOne(AuditRowEntity, { where: {}, order: { seq: 'DESC' } });
    const now = this.clock.now();
    const wrong = now < '2026-01-01' || (newest !== null && newest.at > addMilliseconds(now, DAY_MS / 24 / 60));
    return wrong
      ? { name: doctorTexts.clock, ok: false, detail: doctorTexts.clockIsBehind, remedy: doctorTexts.setClock }
      : { name: doctorTexts.clock, ok: true, detail: now };
  }

  private async disk(): Promise<SourceCheck> {
    const { database } = this.dataSource.options;
    const folder = this.dataSource.options.type === 'better-sqlite3' && typeof database === 'string' ? dirname(database) : process.cwd();
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const megabytes = Math.floor(free / MEGABYTE);
    if (free > LITTLE_DISK.warning) return { name: doctorTexts.disk, ok: true, detail: doctorTexts.free(megabytes) };
    return {
      name: doctorTexts.disk,
      ok: free > LITTLE_DISK.failure ? 'warning' : false,
      detail: doctorTexts.free(megabytes),
      remedy: doctorTexts.freeDisk,
    };
  }

  private async mailCheck(): Promise<SourceCheck> {
    const { ok, detail } = await this.mail.verify();
    return { name: doctorTexts.mail, ok, detail, ...(ok ? {} : { remedy: doctorTexts.mendMail }) };
  }

  private async activeDirectory(): Promise<SourceCheck[]> {
    const { externalAd } = this.configuration;
    return externalAd.kind === 'ldap' ? checkActiveDirectory(externalAd, this.clock) : [];
  }

  private async certificates(): Promise<SourceCheck[]> {
    const { mail } = this.configuration;
    return mail.kind === 'smtp' && mail.caFile !== null
      ? [await checkCertificateFile(doctorTexts.mailCa, mail.caFile, this.clock.now())]
      : [];
  }
}
