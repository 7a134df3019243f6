import type { Command } from 'commander';
import { cliTexts as texts } from '../texts/sv/cli';
import { usageTexts } from '../texts/sv/usage';

const AGREEMENT_WISHES = [
  'agreement register',
  'agreement correct',
  'agreement withdraw',
  'agreement list',
  'agreement show',
  'agreement scan',
  'agreement pdf',
  'agreement template add',
  'agreement template list',
  'agreement template show',
] as const;
export type AgreementWish = (typeof AGREEMENT_WISHES)[number];

export const isAgreementWish = (command: string): command is AgreementWish => (AGREEMENT_WISHES as readonly string[]).includes(command);

/** Besides those that other commands have, too. */
export interface AgreementOptions {
  case?: string;
  template?: string;
  signed?: string;
  received?: string;
  registryNumber?: string;
  scan?: string;
  file?: string;
  effective?: string;
  signFrom?: string;
}

type Add = (parent: Command, name: string, words: string, description: string, wish: AgreementWish) => Command;

/** `agreement …`: what Servicecenter does with papers, and the texts that are signed. */
export function addAgreementCommands(root: Command, add: Add, collect: (value: string, previous?: string[]) => string[]): void {
  const { options: o, commands: c } = texts;
  const { file, code, date, why, who, hsaId, caseNumber, registration, version, number } = usageTexts.words;
  const agreement = root.command('agreement').description(c.agreement).exitOverride();
  const paper = (command: Command): Command =>
    command
      .requiredOption(`--template <${version}>`, o.template)
      .requiredOption(`--signed <${date}>`, o.signed)
      .option(`--received <${date}>`, o.received)
      .option(`--registry-number <${number}>`, o.registryNumber)
      .option(`--scan <${file}>`, o.scan)
      .requiredOption(`--by <${who}>`, o.by);
  const ofSomebody = (name: string, description: string, wish: AgreementWish): Command =>
    add(agreement, name, `[${hsaId}]`, description, wish).option(`--case <${caseNumber}>`, o.caseOf);

  paper(ofSomebody('register', c.agreementRegister, 'agreement register'));
  paper(add(agreement, 'correct', `<${registration}>`, c.agreementCorrect, 'agreement correct')).requiredOption(
    `--reason <${why}>`,
    o.reason,
  );
  ofSomebody('withdraw', c.agreementWithdraw, 'agreement withdraw')
    .requiredOption(`--by <${who}>`, o.by)
    .requiredOption(`--reason <${why}>`, o.reason);
  ofSomebody('list', c.agreementList, 'agreement list').option(`--municipality <${code}>`, o.municipality, collect);
  add(agreement, 'show', `<${registration}>`, c.agreementShow, 'agreement show');
  add(agreement, 'scan', `<${registration}>`, c.agreementScan, 'agreement scan')
    .requiredOption(`--to <${file}>`, o.toFile)
    .requiredOption(`--by <${who}>`, o.by);
  ofSomebody('pdf', c.agreementPdf, 'agreement pdf').requiredOption(`--to <${file}>`, o.toFile).option(`--by <${who}>`, o.by);

  const template = agreement.command('template').description(c.agreementTemplate).exitOverride();
  add(template, 'add', `<${version}>`, c.templateAdd, 'agreement template add')
    .requiredOption(`--file <${file}>`, o.file)
    .requiredOption(`--effective <${date}>`, o.effective)
    .option(`--sign-from <${date}>`, o.signFrom)
    .requiredOption(`--by <${who}>`, o.by);
  add(template, 'list', '', c.templateList, 'agreement template list');
  add(template, 'show', `<${version}>`, c.templateShow, 'agreement template show');
}
