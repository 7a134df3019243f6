import type { AccountAttributes } from '../../src/external-ad/account.types';
import type { AdDispatchResult } from '../../src/external-ad/ad-worker.service';
import type { DispatchResult } from '../../src/notifications/dispatcher.service';
import type { MailContent } from '../../src/notifications/mails/document';
import type { OutboxKind } from '../../src/notifications/mails/mail-model';
import type { MailState } from '../../src/notifications/outbox';
import type { RunCounts, RunStatus } from '../../src/reconciliation/run-result';

/* What the commands answer with `--json`, as the contract has it. */

export interface RunJson extends RunCounts {
  runId: string;
  municipality: string;
  mode: 'full' | 'changes';
  status: RunStatus;
  findings: Omit<FindingJson, 'municipality'>[];
  reason?: string;
  changes?: { hsaId: string; action: string; before?: object | null; after?: object | null; changes?: object[]; protected?: true }[];
}

export interface FindingJson {
  kind: string;
  municipality: string;
  hsaId?: string;
  dn?: string;
  detail: string;
  since: string;
}

export interface AccountJson {
  hsaId: string;
  municipality: string;
  accountName: string;
  userPrincipalName: string;
  dn: string;
  enabled: boolean;
  stage: string;
  desired: AccountAttributes;
  desiredVersion: number;
  applied: AccountAttributes | null;
  appliedVersion: number;
  refused: { code: string; since: string; text: string } | null;
  refusedAttributes: { attribute: string; code: string; subCode: string | null }[];
  nextAttemptAt: string | null;
  attempts: number;
  writtenTo: string | null;
  deletedAt: string | null;
  disabledAt: string | null;
}

export interface DispatchJson {
  mail: DispatchResult;
  ad: AdDispatchResult;
}

export interface ShownMail extends MailContent {
  kind: OutboxKind;
  to: string;
  state: MailState;
  hsaId: string | null;
}
