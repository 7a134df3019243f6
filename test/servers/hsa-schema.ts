/** Attributes of HSA whose own numbers are public; the others get numbers under an arc for experiments. */
const OFFICIAL: Record<string, string> = { hsaIdentity: '1.2.752.29.4.19', personalIdentityNumber: '1.2.752.29.4.13' };
const OWN_ARC = '1.3.6.1.4.1.4203.666.11.7311';

const ATTRIBUTES = [
  'hsaIdentity',
  'personalIdentityNumber',
  'hsaSystemRole',
  'fullName',
  'middleName',
  'hsaTitle',
  'paTitleName',
  'paTitleCode',
  'personalPrescriptionCode',
  'startDate',
  'endDate',
  'hsaStartDate',
  'hsaEndDate',
  'hsaProtectedPerson',
  'hsaCommissionPurpose',
  'hsaCommissionRight',
  'hsaCommissionMember',
  'hsaCommissionUnit',
  'nickName',
];

const AUXILIARY: [name: string, oid: string][] = [
  ['hsaPersonExtension', `${OWN_ARC}.2.1`],
  ['hsaConfidentialPerson', '1.2.752.29.6.9'],
  ['hsaHealthCareProvider', '1.2.752.29.6.10'],
  ['hsaHealthCareUnit', '1.2.752.29.6.13'],
  ['hsaArchivedObject', '1.2.752.29.6.20'],
  ['hsaFeignedDataObject', '1.2.752.29.6.25'],
  ['hsaDeletedPersonWithValidCertificates', '1.2.752.29.6.28'],
];

/** What of HSA's schema the tests need, for slapd's configuration. Texts are texts, so that a test can write what is none. */
export function hsaSchema(): string {
  const oid = (name: string, index: number): string => OFFICIAL[name] ?? `${OWN_ARC}.1.${String(index)}`;
  const attributes = ATTRIBUTES.map(
    (name, index) =>
      `olcAttributeTypes: ( ${oid(name, index)} NAME '${name}' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )`,
  );
  const may = `MAY ( ${ATTRIBUTES.join(' $ ')} )`;
  const classes = AUXILIARY.map(([name, number]) => `olcObjectClasses: ( ${number} NAME '${name}' SUP top AUXILIARY ${may} )`);
  return [
    'dn: cn=hsa,cn=schema,cn=config',
    'objectClass: olcSchemaConfig',
    'cn: hsa',
    ...attributes,
    ...classes,
    `olcObjectClasses: ( 1.2.752.29.6.12 NAME 'hsaCommission' SUP top STRUCTURAL MUST cn ${may} )`,
  ].join('\n');
}
