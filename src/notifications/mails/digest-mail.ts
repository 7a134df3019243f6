import type { CaseEvent } from '../../service-desk/case-event';
import type { FieldChange } from '../../service-desk/case-facts';
import { caseMailTexts, digestMailTexts as texts, footer } from '../../texts/sv/mails';
import { changeRows } from './case-mail';
import type { Cell, MailDocument } from './document';

/** One person's line; a protected person's has nothing but the case to open. */
export type DigestRow =
  | { caseNumber: string; link: string; isProtected: true }
  | {
      caseNumber: string;
      link: string;
      isProtected: false;
      hsaId: string;
      name: string;
      unit: string | null;
      titles: string[];
      changes: FieldChange[];
    };

/** Tells Servicecenter of many cases of one kind at once, a line per person. */
export interface DigestMail {
  kind: 'digest';
  event: CaseEvent;
  municipalityName: string;
  rows: DigestRow[];
}

export function digestMail({ event, municipalityName, rows }: DigestMail): MailDocument {
  const { columns } = texts;
  const showsChanges = rows.some((row) => !row.isProtected && row.changes.length > 0);
  return {
    subject: texts.subject(event, rows.length, municipalityName),
    blocks: [
      { kind: 'paragraph', text: texts.happened[event](rows.length) },
      { kind: 'heading', text: caseMailTexts.whatToDo },
      { kind: 'steps', items: texts.steps[event] },
      { kind: 'heading', text: texts.people },
      {
        kind: 'table',
        columns: [
          columns.caseNumber,
          columns.hsaId,
          columns.name,
          columns.unit,
          columns.titles,
          ...(showsChanges ? [columns.changes] : []),
        ],
        rows: rows.map((row) => cells(row, showsChanges)),
      },
    ],
    footer,
  };
}

function cells(row: DigestRow, showsChanges: boolean): Cell[] {
  const link: Cell = { text: row.caseNumber, url: row.link };
  if (row.isProtected) return [link, null, null, null, null, ...(showsChanges ? [null] : [])];
  const changes = changeRows(row.changes).map(({ label, before, after }) => `${label}: ${before} → ${after}`);
  return [
    link,
    row.hsaId,
    row.name,
    row.unit,
    row.titles.length === 0 ? null : row.titles.join(', '),
    ...(showsChanges ? [changes.length === 0 ? null : changes] : []),
  ];
}
