import type { AgreementView } from '../agreements/agreement.view';
import { displayTime } from '../platform/time';
import { agreementTexts as texts } from '../texts/sv/agreements';

/** A registration as it is shown on a terminal. */
export function agreementLines(view: AgreementView): string[] {
  const { labels, columns } = texts;
  const { scan, withdrawn } = view;
  const lines: [label: string, value: string | null][] = [
    [labels.id, view.id],
    [columns.who, view.hsaId],
    [columns.status, texts.status(view.status)],
    [columns.version, view.templateVersion],
    [labels.hash, view.textHash],
    [labels.source, `${view.signedOn} ${texts.source(view.source)}`],
    [labels.receivedOn, view.receivedOn],
    [columns.validTo, texts.until(view.validTo)],
    [labels.registryNumber, view.registryNumber],
    [labels.receiver, view.receiver],
    [labels.scan, scan && `${scan.mediaType}, ${scan.bytes} byte, SHA-256 ${scan.sha256}`],
    [labels.withdrawn, withdrawn && [displayTime(withdrawn.at), withdrawn.by, withdrawn.reason].filter(Boolean).join(', ')],
    [labels.corrects, view.replaces && [view.replaces, view.correctionReason].filter(Boolean).join(', ')],
  ];
  return lines.flatMap(([label, value]) => (value === null ? [] : [`  ${label}: ${value}`]));
}
