/**
 * The attributes of one account in the external AD, by their AD names. What is absent or null is empty in AD.
 * Values are within AD's lengths (Microsoft, "Active Directory schema attributes").
 */
export interface AccountAttributes {
  sAMAccountName: string;
  userPrincipalName: string;
  /** Common name, the RDN's value. */
  cn: string;
  displayName: string;
  givenName: string | null;
  sn: string | null;
  mail: string | null;
  telephoneNumber: string | null;
  mobile: string | null;
  title: string | null;
  company: string | null;
  department: string | null;
  /** HSA-id in an attribute of its own (`extensionAttribute1` unless mapped otherwise). */
  hsaId: string;
  /** 262656 enabled, 262658 disabled: normal account, smart card required. */
  userAccountControl: number;
  /** 100 ns ticks since 1601-01-01 UTC, decimal text (over 2^53); `9223372036854775807` is never. */
  accountExpires: string;
  /** Strong mappings only, sorted. */
  altSecurityIdentities: string[];
  /** DNs of the groups, sorted. */
  memberOf: string[];
  /** DN of the OU the account lies in. */
  organisationalUnit: string;
}

/** One value that AD would refuse for its length. It was cut, or left out where a cut value would be another one (`mail`). */
export interface Shortened {
  attribute: string;
  length: number;
  limit: number;
}

export interface DesiredAccount {
  attributes: AccountAttributes;
  /** In the order of the attributes above. */
  shortened: Shortened[];
}

/** One attribute that the AD refused while it took the rest. */
export interface RefusedAttribute {
  attribute: string;
  /** Of `AdRefusal`. */
  code: string;
  /** AD's own, eight hexadecimal digits; null where it gave none. */
  subCode: string | null;
}

/** Which external AD: the model in this database, or a real one over LDAP. */
export type ExternalAdKind = 'model' | 'ldap';
