import { desiredAccount } from '../../../src/external-ad/account';
import type { AccountAttributes } from '../../../src/external-ad/account.types';
import type { AdObject } from '../../../src/external-ad/active-directory';
import { accountDn } from '../../../src/external-ad/placement';
import { aPerson } from './person';

export const OUR_UNIT = 'OU=Externa,DC=ad,DC=example,DC=se';

/** An account as it should be. */
export const anAccount = (enabled = true): AccountAttributes =>
  desiredAccount({
    person: aPerson(),
    municipality: { code: 'berg', name: 'Bergs kommun' },
    accountName: 'extex26snyr3p',
    enabled,
    now: '2026-11-21T03:05:00.000Z',
    externalAd: { organisationalUnit: OUR_UNIT, upnSuffix: 'ext.example.se' },
  }).attributes;

/** The object that the AD has of an account, but for what somebody changed. */
export function anAdObject(
  account: AccountAttributes,
  change: Partial<AdObject['attributes']> = {},
  more: Partial<AdObject> = {},
): AdObject {
  const attributes = { ...account, ...change };
  return {
    objectGuid: '0f3c1f7a-30a5-4c53-8f5e-8d0a4c1b2e3f',
    dn: accountDn(attributes),
    isUnderOurUnit: true,
    isMarked: true,
    attributes,
    usnChanged: '4711',
    ...more,
  };
}
