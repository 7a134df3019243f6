import { desiredAccount } from '../../../src/external-ad/account';
import type { AccountEntity } from '../../../src/external-ad/account.entity';
import { accountNameCandidate } from '../../../src/external-ad/account-name';
import { aPerson } from './person';

const NOW = '2026-11-21T03:05:00.000Z';

/** An enabled account as it is stored. */
export function anAccountRow(hsaIdKey: string, change: Partial<AccountEntity> = {}): AccountEntity {
  const accountName = change.accountName ?? accountNameCandidate(hsaIdKey, 0);
  const externalAd = { organisationalUnit: 'OU=Externa,DC=example,DC=se', upnSuffix: 'ext.example.se' };
  const municipality = { code: 'berg', name: 'Bergs kommun' };
  const person = aPerson({ hsaId: hsaIdKey.toUpperCase() });
  const { attributes } = desiredAccount({ person, municipality, accountName, enabled: true, now: NOW, externalAd });
  return {
    municipality: 'berg',
    hsaIdKey,
    accountName,
    userPrincipalName: attributes.userPrincipalName,
    desiredEnabled: true,
    desired: JSON.stringify(attributes),
    remarks: null,
    desiredVersion: 1,
    applied: JSON.stringify(attributes),
    appliedVersion: 1,
    appliedAt: NOW,
    refusedCode: null,
    refusedSince: null,
    refusedDetail: null,
    appliedIn: 'model',
    objectGuid: null,
    controller: null,
    seenOn: null,
    seenUsn: null,
    attempts: 0,
    nextAttemptAt: null,
    createdAt: NOW,
    disabledAt: null,
    closedAt: null,
    deletedAt: null,
    ...change,
  };
}
