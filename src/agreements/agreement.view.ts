import { agreementStatus, type AgreementStatus } from '../access/agreement-status';
import type { Instant, LocalDate } from '../platform/time';
import type { AgreementDetails, AgreementEntity, Withdrawal } from './agreement.entity';
import { factOf } from './agreement-fact';
import type { ScanMediaType } from './scan-content';
import type { AgreementScanEntity } from './scan.entity';
import type { TemplateVersion } from './template';

/** An agreement as it is shown. Of a protected person without what was written freely. */
export interface AgreementView {
  id: string;
  /** Grows with every change. */
  version: number;
  municipality: string;
  hsaId: string;
  /** Of the person's newest case, where there is one. */
  caseNumber: string | null;
  isProtected: boolean;
  templateVersion: string;
  textHash: string | null;
  source: 'paper' | 'on-screen' | 'baseline';
  signedOn: LocalDate;
  signedAt: Instant | null;
  acr: string | null;
  receivedOn: LocalDate;
  recordedAt: Instant;
  validTo: LocalDate | null;
  /** `corrected`: another registration stands in its place. */
  status: Exclude<AgreementStatus, 'missing'> | 'corrected';
  /** From this day a newer version must have been signed. */
  replacedFrom: LocalDate | null;
  registryNumber: string | null;
  /** Who registered it; null where the person signed on screen. */
  receiver: string | null;
  scan: { mediaType: ScanMediaType; bytes: number; sha256: string } | null;
  withdrawn: { at: Instant; by: string; reason: string | null } | null;
  /** Ids of the registration that this one corrects, why, and of the one that corrects this. */
  replaces: string | null;
  correctionReason: string | null;
  replacedBy: string | null;
}

export function agreementView(
  row: AgreementEntity,
  whose: { hsaId: string; isProtected: boolean; caseNumber: string | null },
  { details, withdrawal, scan }: { details: AgreementDetails; withdrawal: Withdrawal | null; scan: AgreementScanEntity | null },
  templates: readonly TemplateVersion[],
  today: LocalDate,
): AgreementView {
  const fact = factOf(row, templates);
  const status = agreementStatus(fact, today);
  const open = (text: string | null): string | null => (whose.isProtected ? null : text);
  return {
    id: row.id,
    version: row.revision,
    municipality: row.municipality,
    hsaId: whose.hsaId,
    caseNumber: whose.caseNumber,
    isProtected: whose.isProtected,
    templateVersion: row.templateVersion,
    textHash: row.textHash,
    source: row.source,
    signedOn: row.signedOn,
    signedAt: row.signedAt,
    acr: row.acr,
    receivedOn: row.receivedOn,
    recordedAt: row.recordedAt,
    validTo: row.validTo,
    status: row.replacedBy !== null ? 'corrected' : status === 'missing' ? 'valid' : status,
    replacedFrom: fact.replacedFrom,
    registryNumber: details.registryNumber,
    receiver: row.source === 'on-screen' ? null : details.receiver,
    scan: scan && { mediaType: scan.mediaType, bytes: scan.bytes, sha256: scan.sha256 },
    withdrawn:
      row.withdrawnAt === null || withdrawal === null ? null : { at: row.withdrawnAt, by: withdrawal.by, reason: open(withdrawal.reason) },
    replaces: row.replaces,
    correctionReason: open(details.reason),
    replacedBy: row.replacedBy,
  };
}
