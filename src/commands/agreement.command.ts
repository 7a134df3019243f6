import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import type { Whom } from '../agreements/agreement-people.service';
import type { AgreementView } from '../agreements/agreement.view';
import { type AgreementQuery, Agreements } from '../agreements/agreements.service';
import type { Doer } from '../agreements/doer';
import { PrintAgreement } from '../agreements/print-agreement.service';
import { RegisterAgreement } from '../agreements/register-agreement.service';
import { ScanVault } from '../agreements/scan-vault.service';
import { SettleReplaced } from '../agreements/settle-replaced.service';
import { AgreementTemplates, type TemplateView } from '../agreements/templates.service';
import type { Actor } from '../audit/actor';
import type { Reach } from '../auth/reach';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { ServiceError } from '../platform/errors';
import { localDateOf } from '../platform/time';
import { agreementTexts as texts } from '../texts/sv/agreements';
import { cliTexts } from '../texts/sv/cli';
import { agreementLines } from './agreement-lines.cli';
import type { AgreementOptions, AgreementWish } from './agreement-words.cli';
import { type Answer, EXIT, table, UsageError } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';

type Options = AgreementOptions & { municipality?: string[]; to?: string };

/** Who is at the terminal: as they call themselves, and the command for what needs no name. */
interface AtTerminal {
  by: Actor | null;
  command: Actor;
  reason: string | null;
}

const PAGE = 500;
const TEXT_BYTES = 1024 * 1024;

/** `agreement …`, for the whole service: who runs it may all. */
@Injectable()
export class AgreementCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly agreements: Agreements,
    private readonly registrar: RegisterAgreement,
    private readonly printer: PrintAgreement,
    private readonly templates: AgreementTemplates,
    private readonly replaced: SettleReplaced,
    private readonly vault: ScanVault,
  ) {}

  async answer(command: AgreementWish, argument: string | null, options: Options, at: AtTerminal): Promise<Answer> {
    const doer = { actor: at.by ?? at.command, traceId: randomUUID() };
    switch (command) {
      case 'agreement register':
        return this.stored(
          await this.registrar.register(this.everything, { whom: whomOf(argument, options), ...this.paper(options) }, doer),
        );
      case 'agreement correct': {
        const correction = { id: argument ?? '', version: null, reason: at.reason ?? '', ...this.paper(options) };
        return this.stored(await this.registrar.correct(this.everything, correction, doer));
      }
      case 'agreement withdraw': {
        const view = await this.registrar.withdraw(this.everything, whomOf(argument, options), at.reason ?? '', doer);
        return { json: view, lines: [texts.withdrawn], status: EXIT.done };
      }
      case 'agreement list':
        return this.list(argument, options, doer);
      case 'agreement show': {
        const view = await this.agreements.show(this.everything, argument ?? '', doer);
        return { json: view, lines: agreementLines(view), status: EXIT.done };
      }
      case 'agreement scan': {
        const { bytes, ...scan } = await this.agreements.scan(this.everything, argument ?? '', doer);
        return written(options.to ?? '', bytes, scan);
      }
      case 'agreement pdf':
        return written(options.to ?? '', await this.printer.forPerson(this.everything, whomOf(argument, options), doer), {});
      case 'agreement template add':
        return this.addTemplate(argument ?? '', options, doer.actor, doer.traceId);
      case 'agreement template list': {
        const templates = await this.templates.list();
        return { json: templates, lines: templateLines(templates), status: EXIT.done };
      }
      case 'agreement template show': {
        const template = await this.templates.show(argument ?? '');
        return { json: template, lines: [template.text.trimEnd(), '', `SHA-256 ${template.textHash}`], status: EXIT.done };
      }
    }
  }

  private get everything(): Reach {
    return this.configuration.municipalities.map(({ code }) => ({ municipality: code, unit: null }));
  }

  private paper({ template = '', signed = '', received, registryNumber, scan }: Options) {
    return {
      templateVersion: template,
      signedOn: signed,
      receivedOn: received ?? localDateOf(this.clock.now()),
      registryNumber: registryNumber?.trim() ?? null,
      scan: scan === undefined ? null : readFile(scan, this.vault.mostBytes),
    };
  }

  private stored(view: AgreementView): Answer {
    return { json: view, lines: [texts.registered(view.templateVersion, view.signedOn), ...agreementLines(view)], status: EXIT.done };
  }

  private async list(argument: string | null, options: Options, doer: Doer): Promise<Answer> {
    const codes = new Set(this.configuration.municipalities.map(({ code }) => code));
    const [municipality, ...more] = options.municipality ?? [];
    if (municipality !== undefined && !codes.has(municipality))
      throw new UsageError(cliTexts.unknownMunicipality(municipality, [...codes]));
    if (more.length > 0) throw new UsageError(texts.oneMunicipality);
    const whom = argument === null && options.case === undefined ? {} : whomOf(argument, options);
    const items: AgreementView[] = [];
    for (let query: AgreementQuery | null = { ...whom, municipality, limit: PAGE }; query;) {
      const page = await this.agreements.list(this.everything, query, doer);
      items.push(...page.items);
      query = page.next === null ? null : { ...query, after: page.next };
    }
    return { json: items, lines: listLines(items), status: EXIT.done };
  }

  private async addTemplate(
    version: string,
    { file = '', effective = '', signFrom }: Options,
    actor: Actor,
    traceId: string,
  ): Promise<Answer> {
    const text = textOf(file);
    const added = await this.templates.add(
      this.everything,
      { version, text, effectiveFrom: effective, signFrom: signFrom ?? null },
      actor,
      traceId,
    );
    await this.replaced.run({ kind: 'command', name: 'agreement template add', systemUser: actor.systemUser });
    const { template, concerned, isNew } = added;
    const told = isNew ? texts.templateAdded(version, template.effectiveFrom) : texts.templateKnown(version);
    const lines = [told, ...(template.signFrom === null || !isNew ? [] : [texts.concerned(concerned, template.signFrom)])];
    return { json: { ...template, concerned }, lines, status: EXIT.done };
  }
}

function whomOf(argument: string | null, { case: caseNumber }: Options): Whom {
  if (argument !== null) refusePersonalNumber(argument);
  if (argument !== null && caseNumber === undefined) return { hsaId: argument };
  if (argument === null && caseNumber !== undefined) return { caseNumber };
  throw new UsageError(texts.whomBothWays);
}

/** @throws ServiceError where it cannot be read or is larger than is taken */
function readFile(file: string, mostBytes: number): Buffer {
  try {
    const descriptor = openSync(file, 'r');
    try {
      if (fstatSync(descriptor).size > mostBytes) throw new ServiceError('file-too-large', texts.tooLarge(file));
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError('file-unreadable', texts.cannotRead(file, (error as NodeJS.ErrnoException).code ?? 'I/O'));
  }
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFile(file, TEXT_BYTES));
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError('not-utf-8', texts.notUtf8(file));
  }
}

/** A new file that only its owner reads. */
function written(file: string, bytes: Buffer, more: object): Answer {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new ServiceError('file-not-written', texts.cannotWrite(file, (error as NodeJS.ErrnoException).code ?? 'I/O'));
  }
  return { json: { file, bytes: bytes.length, ...more }, lines: [texts.printed(file)], status: EXIT.done };
}

const listLines = (items: readonly AgreementView[]): string[] =>
  items.length === 0
    ? [texts.none]
    : table([
        Object.values(texts.columns),
        ...items.map(({ id, hsaId, templateVersion, signedOn, validTo, status }) => [
          id,
          hsaId,
          templateVersion,
          signedOn,
          texts.until(validTo),
          texts.status(status),
        ]),
      ]);

const templateLines = (templates: readonly TemplateView[]): string[] =>
  templates.length === 0
    ? [texts.noTemplates]
    : table([
        Object.values(texts.templateColumns),
        ...templates.map(({ version, effectiveFrom, signFrom, textHash, title, isCurrent }) => [
          version,
          effectiveFrom,
          signFrom ?? '-',
          textHash,
          isCurrent ? `${title} ${texts.current}` : title,
        ]),
      ]);
