import type { CaseEvent } from '../../service-desk/case-event';
import type { CaseFacts, FieldChange } from '../../service-desk/case-facts';
import { caseMailTexts as texts, changeTexts, footer } from '../../texts/sv/mails';
import type { Block, Change, Fact, MailDocument } from './document';

interface CaseMailBase {
  kind: 'case';
  event: CaseEvent;
  caseNumber: string;
  municipalityName: string;
  /** To the case in this service; holds the case number and nothing of the person. */
  link: string;
}

/** Tells Servicecenter of one case. A protected person's mail has no facts to give away. */
export type CaseMail =
  (CaseMailBase & { isProtected: true }) | (CaseMailBase & { isProtected: false; hsaId: string; facts: CaseFacts; changes: FieldChange[] });

/**
 * | person    | subject                             | body                                                    |
 * |-----------|-------------------------------------|---------------------------------------------------------|
 * | open      | event, case number and municipality | what happened, what to do, changes, facts, link         |
 * | protected | event and case number               | case number and link, nothing else                      |
 *
 * The municipality is left out of a protected person's mail too: with a date it can be enough to find somebody.
 */
export function caseMail(mail: CaseMail): MailDocument {
  const { event, caseNumber, municipalityName, link } = mail;
  const goToCase: Block[] = [
    { kind: 'paragraph', text: texts.caseLine(caseNumber) },
    { kind: 'link', label: texts.openCase, url: link },
  ];
  if (mail.isProtected) return { subject: texts.protectedSubject(event, caseNumber), blocks: goToCase, footer: null };
  const { facts, changes } = mail;
  return {
    subject: texts.subject(event, caseNumber, municipalityName),
    blocks: [
      { kind: 'paragraph', text: texts.happened[event](facts.name) },
      { kind: 'heading', text: texts.whatToDo },
      { kind: 'steps', items: texts.steps[event](facts.agreement) },
      ...goToCase,
      ...changeBlocks(changes),
      { kind: 'heading', text: texts.facts },
      { kind: 'facts', rows: factRows(facts) },
    ],
    footer,
  };
}

export const changeRows = (changes: readonly FieldChange[]): Change[] =>
  changes.map(({ field, before, after }) => ({
    label: changeTexts.field[field],
    before: before ?? changeTexts.nothing,
    after: after ?? changeTexts.nothing,
  }));

const changeBlocks = (changes: readonly FieldChange[]): Block[] =>
  changes.length === 0
    ? []
    : [
        { kind: 'heading', text: texts.changes },
        { kind: 'changes', rows: changeRows(changes), columns: changeTexts.columns },
      ];

function factRows(facts: CaseFacts): Fact[] {
  const { labels } = texts;
  return [
    ...optional(labels.reason, facts.reason),
    { label: labels.hsaId, value: facts.hsaId },
    { label: labels.name, value: facts.name },
    { label: labels.municipality, value: facts.municipality },
    { label: labels.unit, value: facts.unit?.name ?? texts.noUnit },
    ...optional(labels.unitHsaId, facts.unit && (facts.unit.hsaId ?? texts.none)),
    ...optional(labels.unitPath, facts.unit?.path.join(' / ') || null),
    { label: labels.titles, value: facts.titles.join(', ') || texts.noTitles },
    ...optional(labels.prescriberCode, facts.prescriberCode),
    { label: labels.commissions, value: facts.commissions.length === 0 ? texts.noCommissions : facts.commissions.map(commissionLine) },
    { label: labels.startDate, value: texts.date(facts.startDate) },
    { label: labels.endDate, value: texts.date(facts.endDate) },
    { label: labels.agreement, value: texts.agreement(facts.agreement) },
    { label: labels.accountName, value: facts.accountName },
    { label: labels.userPrincipalName, value: facts.userPrincipalName },
  ];
}

const optional = (label: string, value: string | null): Fact[] => (value === null ? [] : [{ label, value }]);

const commissionLine = ({ name, purpose, unit }: CaseFacts['commissions'][number]): string =>
  [name, purpose, unit].filter(Boolean).join(', ');
