import type { CaseMail } from '../../../src/notifications/mails/case-mail';
import type { DigestMail, DigestRow } from '../../../src/notifications/mails/digest-mail';
import type { CaseFacts } from '../../../src/service-desk/case-facts';

type OpenCaseMail = Extract<CaseMail, { isProtected: false }>;
type OpenDigestRow = Extract<DigestRow, { isProtected: false }>;

export const caseLink = (caseNumber: string): string => `https://tilltrade.example.se/arenden/${caseNumber}`;

export const buildCaseFacts = (change: Partial<CaseFacts> = {}): CaseFacts => ({
  hsaId: 'SE2120002502-B1A2',
  name: 'Anna Exempelsson',
  municipality: 'Bergs kommun',
  unit: { name: 'Hemtjänst Norr', hsaId: 'SE2120002502-E100', path: ['Bergs kommun', 'Vård och omsorg', 'Hemtjänst Norr'] },
  titles: ['Sjuksköterska'],
  prescriberCode: null,
  commissions: [{ name: 'Hemsjukvård', purpose: 'Vård och behandling', unit: 'SE2120002502-E100' }],
  startDate: '2026-11-21',
  endDate: null,
  agreement: 'missing',
  order: null,
  accountName: 'annexe01',
  userPrincipalName: 'se2120002502-b1a2@ext.example.se',
  reason: null,
  ...change,
});

export function buildCaseMail(change: Partial<OpenCaseMail> = {}): OpenCaseMail {
  const caseNumber = change.caseNumber ?? '2026-00123';
  const facts = change.facts ?? buildCaseFacts();
  return {
    kind: 'case',
    event: 'new',
    caseNumber,
    municipalityName: 'Bergs kommun',
    link: caseLink(caseNumber),
    isProtected: false,
    hsaId: facts.hsaId,
    facts,
    changes: [],
    ...change,
  };
}

export const buildProtectedCaseMail = (caseNumber = '2026-00123'): CaseMail => ({
  kind: 'case',
  event: 'new',
  caseNumber,
  municipalityName: 'Bergs kommun',
  link: caseLink(caseNumber),
  isProtected: true,
});

export const buildDigestRow = (caseNumber: string, change: Partial<OpenDigestRow> = {}): OpenDigestRow => ({
  caseNumber,
  link: caseLink(caseNumber),
  isProtected: false,
  hsaId: 'SE2120002502-B1A2',
  name: 'Anna Exempelsson',
  unit: 'Hemtjänst Norr',
  titles: ['Sjuksköterska'],
  changes: [],
  ...change,
});

export const buildDigestMail = (rows: DigestRow[], change: Partial<DigestMail> = {}): DigestMail => ({
  kind: 'digest',
  event: 'new',
  municipalityName: 'Bergs kommun',
  rows,
  ...change,
});
