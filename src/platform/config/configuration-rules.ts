import { validateCronExpression } from 'cron';
import { isDn, isUnder } from '../../people/distinguished-name';
import { hsaIdKey, isHsaId, isTestHsaId } from '../../people/hsa-id';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import type { ConfigurationIssue } from './configuration-error';
import { ldapIssues } from './ldap-rules';
import { peopleIssues } from './people-rules';
import {
  DATABASE_URL,
  type Configuration,
  type ExternalAdConfiguration,
  type MailConfiguration,
  type MunicipalityConfiguration,
} from './schema';

/**
 * What a schema of single values cannot see.
 *
 * | setting                    | rule                                                             |
 * |----------------------------|------------------------------------------------------------------|
 * | code                       | no two municipalities have the same                              |
 * | hsaIdPrefixes              | `SE` + 10 digits + `-` (+ more); test ids only where allowed     |
 * | hsaIdPrefixes              | none begins another municipality's (without case)                |
 * | sentinel, knownPersons     | an HSA-id; a known person has one of the prefixes                |
 * | organisationalUnit         | a DN, not the empty one                                          |
 * | schedule.*                 | cron understands it                                              |
 * | every URL                  | holds no password (nor, for mail, a user)                        |
 * | mail.passwordFile, -Env    | one of them where there is a user, none where there is none      |
 * | source, of kind ldap       | see `ldapIssues`                                                 |
 * | externalAd, of kind ldap   | see `ldapIssues`; the OU lies under baseDn                       |
 * | login, cosmicRoles, audit  | see `peopleIssues`                                               |
 * | hsaIdAttribute             | another than markAttribute, and none that is written otherwise   |
 */
export function ruleIssues(configuration: Configuration): ConfigurationIssue[] {
  const { municipalities, externalAd, schedule, mail, database, server } = configuration;
  return [
    ...municipalities.flatMap((municipality, index) => municipalityIssues(municipality, `municipalities[${index}]`)),
    ...sharedCodes(municipalities),
    ...sharedPrefixes(municipalities),
    ...(isDn(externalAd.organisationalUnit) ? [] : [{ path: 'externalAd.organisationalUnit', problem: texts.distinguishedName }]),
    ...adIssues(externalAd),
    ...Object.entries(schedule)
      .filter(([, expression]) => !validateCronExpression(expression).valid)
      .map(([name]) => ({ path: `schedule.${name}`, problem: texts.cron })),
    ...(databaseUrlProblem(database.url) === 'password' ? [{ path: 'database.url', problem: texts.secretInUrl }] : []),
    ...secretInUrl('server.publicUrl', server.publicUrl),
    ...mailIssues(mail),
    ...peopleIssues(configuration),
  ];
}

const PREFIX = /^SE\d{10}-[A-Za-z0-9]{0,17}$/;
const TEST_PREFIX = /^TSTNMT\d{10}-[A-Za-z0-9]{0,13}$/;

function municipalityIssues({ hsaIdPrefixes, allowTestHsaIds, source }: MunicipalityConfiguration, at: string): ConfigurationIssue[] {
  const isPrefix = (text: string) => PREFIX.test(text) || (allowTestHsaIds && TEST_PREFIX.test(text));
  const isId = (text: string) => isHsaId(text) || (allowTestHsaIds && isTestHsaId(text));
  const isOwn = (hsaId: string) => hsaIdPrefixes.some((prefix) => hsaIdKey(hsaId).startsWith(hsaIdKey(prefix)));
  const issues: ConfigurationIssue[] = [];
  for (const [index, prefix] of hsaIdPrefixes.entries()) {
    const path = `${at}.hsaIdPrefixes[${index}]`;
    if (!isPrefix(prefix)) issues.push({ path, problem: texts.prefixForm });
    else if (hsaIdPrefixes.findIndex((other) => hsaIdKey(other) === hsaIdKey(prefix)) < index)
      issues.push({ path, problem: texts.repeatedPrefix });
  }
  if (source.sentinel !== null && !isId(source.sentinel)) issues.push({ path: `${at}.source.sentinel`, problem: texts.hsaIdForm });
  for (const [index, { hsaId }] of source.knownPersons.entries()) {
    const path = `${at}.source.knownPersons[${index}].hsaId`;
    if (!isId(hsaId)) issues.push({ path, problem: texts.hsaIdForm });
    else if (!isOwn(hsaId)) issues.push({ path, problem: texts.foreignKnownPerson });
  }
  if (source.kind === 'ldap') issues.push(...ldapIssues(source, `${at}.source`));
  return issues;
}

/** What the account itself is written to; see `AccountAttributes`. */
const WRITTEN_OTHERWISE = new Set(
  [
    'cn name distinguishedName sAMAccountName userPrincipalName displayName givenName sn mail telephoneNumber mobile title company department',
    'userAccountControl accountExpires altSecurityIdentities memberOf objectClass objectGUID unicodePwd employeeID',
  ].flatMap((names) => names.toLowerCase().split(' ')),
);

function adIssues(externalAd: ExternalAdConfiguration): ConfigurationIssue[] {
  if (externalAd.kind === 'model') return [];
  const { organisationalUnit, baseDn, hsaIdAttribute, markAttribute } = externalAd;
  const isApart = isDn(organisationalUnit) && isDn(baseDn) && !isUnder(organisationalUnit, baseDn);
  const [hsaId, mark] = [hsaIdAttribute.toLowerCase(), markAttribute.toLowerCase()];
  return [
    ...ldapIssues(externalAd, 'externalAd'),
    ...(isApart ? [{ path: 'externalAd.organisationalUnit', problem: texts.unitOutsideDomain }] : []),
    ...(WRITTEN_OTHERWISE.has(hsaId) ? [{ path: 'externalAd.hsaIdAttribute', problem: texts.attributeTaken }] : []),
    ...(WRITTEN_OTHERWISE.has(mark) || mark === hsaId ? [{ path: 'externalAd.markAttribute', problem: texts.attributeTaken }] : []),
  ];
}

const sharedCodes = (municipalities: readonly MunicipalityConfiguration[]): ConfigurationIssue[] =>
  municipalities.flatMap(({ code }, index) =>
    municipalities.findIndex((other) => other.code === code) < index
      ? [{ path: `municipalities[${index}].code`, problem: texts.duplicateCode }]
      : [],
  );

/** A test id stands for the same organisation as the real one. */
const prefixKey = (prefix: string): string => hsaIdKey(prefix).replace(/^tstnmt/, 'se');

function sharedPrefixes(municipalities: readonly MunicipalityConfiguration[]): ConfigurationIssue[] {
  const all = municipalities.flatMap(({ hsaIdPrefixes }, owner) =>
    hsaIdPrefixes.map((prefix, index) => ({ owner, key: prefixKey(prefix), path: `municipalities[${owner}].hsaIdPrefixes[${index}]` })),
  );
  return all
    .filter((one) => all.some((other) => other.owner < one.owner && (one.key.startsWith(other.key) || other.key.startsWith(one.key))))
    .map(({ path }) => ({ path, problem: texts.duplicatePrefix }));
}

/** What is wrong with a database's URL; null where nothing is. */
export function databaseUrlProblem(url: string): 'form' | 'password' | null {
  if (!DATABASE_URL.test(url)) return 'form';
  if (url.startsWith('sqlite:')) return null;
  const written = /^[^/]*\/\/[^/@]*:[^/@]+@/.test(url); // also where there is no host, which is no URL to others
  return written || secretInUrl('', url).length > 0 ? 'password' : null;
}

function secretInUrl(path: string, url: string | null): ConfigurationIssue[] {
  if (url === null || !URL.canParse(url)) return [];
  const { password, searchParams } = new URL(url);
  return password !== '' || searchParams.has('password') ? [{ path, problem: texts.secretInUrl }] : [];
}

function mailIssues(mail: MailConfiguration): ConfigurationIssue[] {
  if (mail.kind !== 'smtp') return [];
  const { url, user, passwordFile, passwordEnv } = mail;
  const issues: ConfigurationIssue[] = [];
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') issues.push({ path: 'mail.url', problem: texts.secretInUrl });
  if (passwordFile !== null && passwordEnv !== null) issues.push({ path: 'mail.passwordEnv', problem: texts.passwordTwice });
  if (user !== null && passwordFile === null && passwordEnv === null)
    issues.push({ path: 'mail.passwordFile', problem: texts.passwordMissing });
  if (user === null && passwordFile !== null) issues.push({ path: 'mail.passwordFile', problem: texts.passwordWithoutUser });
  if (user === null && passwordEnv !== null) issues.push({ path: 'mail.passwordEnv', problem: texts.passwordWithoutUser });
  return issues;
}
