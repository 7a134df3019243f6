import type { AgreementFact } from '../access/facts';
import { replacedFrom, type TemplateVersion } from './template';

/** Of a registration, what decisions look at. */
export const factOf = (
  row: Omit<AgreementFact, 'version' | 'replacedFrom'> & { templateVersion: string },
  templates: readonly TemplateVersion[],
): AgreementFact => ({
  id: row.id,
  version: row.templateVersion,
  source: row.source,
  signedOn: row.signedOn,
  receivedOn: row.receivedOn,
  validTo: row.validTo,
  withdrawnAt: row.withdrawnAt,
  replacedFrom: replacedFrom(row.templateVersion, templates),
});
