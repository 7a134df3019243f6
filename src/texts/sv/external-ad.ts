/** What people read about accounts in the external AD. */

const ATTRIBUTES: Readonly<Record<string, string>> = {
  sAMAccountName: 'kontonamn',
  userPrincipalName: 'inloggningsnamn (UPN)',
  cn: 'objektnamn (cn)',
  displayName: 'visningsnamn',
  givenName: 'förnamn',
  sn: 'efternamn',
  mail: 'e-postadress',
  telephoneNumber: 'telefonnummer',
  mobile: 'mobilnummer',
  title: 'titel',
  company: 'kommun',
  department: 'enhet',
  hsaId: 'HSA-id',
  userAccountControl: 'kontots tillstånd',
  accountExpires: 'kontots slutdag',
  altSecurityIdentities: 'certifikat för inloggning',
  memberOf: 'grupper',
  organisationalUnit: 'organisationsenhet i AD',
};

const attributeName = (attribute: string): string => ATTRIBUTES[attribute] ?? attribute;

export const externalAdTexts = {
  /** Display name of a person with protected identity. */
  protectedDisplayName: 'Skyddad person',

  /** An attribute by its AD name, in lower case: `displayName` is `visningsnamn`. Unknown ones keep their name. */
  attributeName,

  /** A finding: a value was longer than AD takes. Holds lengths only, never the value. */
  shortened: ({ attribute, length, limit }: { attribute: string; length: number; limit: number }): string => {
    const tooLong = `Värdet för ${attributeName(attribute)} är ${length} tecken långt. AD tar högst ${limit}.`;
    return attribute === 'mail'
      ? `${tooLong} Kontot står utan e-postadress, eftersom en avkortad adress är en annan adress. Rätta adressen i HSA.`
      : `${tooLong} Det är avkortat i kontot. Skriv en kortare form i HSA.`;
  },
};
