import { isDn } from '../../people/distinguished-name';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import { isLoopbackHost } from '../loopback';
import type { ConfigurationIssue } from './configuration-error';
import type { LdapServerConfiguration } from './schema';

/** True for a name or address that never leaves this machine. */
export const isLoopback = (url: string): boolean => isLoopbackHost(hostOf(url));

/** WHATWG leaves the host of a scheme it does not know as it is written. */
const hostOf = (url: string): string => new URL(url).hostname.toLowerCase();

/** The servers, in the order to try them. */
export const ldapUrls = ({ url, urls }: Pick<LdapServerConfiguration, 'url' | 'urls'>): string[] => urls ?? (url === null ? [] : [url]);

/**
 * | setting | rule |
 * |---|---|
 * | url, urls | exactly one of the two |
 * | each URL | a host, perhaps a port, and nothing else: no user, password, path, query |
 * | ldap:// | needs startTls, or a loopback host and allowPlaintextOnLoopback |
 * | ldaps:// | not together with startTls |
 * | bind | dn with one of passwordFile and passwordEnv; or certificateFile and keyFile; never both |
 * | bind.certificateFile | every connection is encrypted, or there is no certificate to be known by |
 * | baseDn | a DN, not the empty one |
 */
export function ldapIssues(source: LdapServerConfiguration & { baseDn: string }, at: string): ConfigurationIssue[] {
  const { url, urls, baseDn } = source;
  const addresses = [
    ...(url === null ? [] : [{ path: `${at}.url`, url }]),
    ...(urls ?? []).map((one, index) => ({ path: `${at}.urls[${index}]`, url: one })),
  ];
  return [
    ...(url === null && urls === null ? [{ path: `${at}.url`, problem: texts.missing }] : []),
    ...(url !== null && urls !== null ? [{ path: `${at}.urls`, problem: texts.urlTwice }] : []),
    ...addresses.flatMap(({ path, url: one }) => addressIssues(one, source).map((problem) => ({ path, problem }))),
    ...bindIssues(source.bind, `${at}.bind`),
    ...(source.bind.certificateFile !== null && addresses.some(({ url: one }) => isPlain(one, source))
      ? [{ path: `${at}.bind.certificateFile`, problem: texts.certificateNeedsTls }]
      : []),
    ...(isDn(baseDn) ? [] : [{ path: `${at}.baseDn`, problem: texts.distinguishedName }]),
  ];
}

const isPlain = (url: string, { startTls }: Pick<LdapServerConfiguration, 'startTls'>): boolean => url.startsWith('ldap:') && !startTls;

function addressIssues(url: string, source: LdapServerConfiguration): string[] {
  const { hostname, username, password, pathname, search, hash } = new URL(url);
  const isBare = username === '' && password === '' && ['', '/'].includes(pathname) && search === '' && hash === '';
  return [
    ...(hostname === '' || !isBare ? [texts.ldapUrl] : []),
    ...(isPlain(url, source) && !(source.allowPlaintextOnLoopback && isLoopback(url)) ? [texts.plaintext] : []),
    ...(url.startsWith('ldaps:') && source.startTls ? [texts.startTlsWithLdaps] : []),
  ];
}

function bindIssues(bind: LdapServerConfiguration['bind'], at: string): ConfigurationIssue[] {
  const { dn, passwordFile, passwordEnv, certificateFile, keyFile } = bind;
  const hasPassword = passwordFile !== null || passwordEnv !== null;
  const hasCertificate = certificateFile !== null || keyFile !== null;
  const issue = (name: string, problem: string): ConfigurationIssue => ({ path: `${at}.${name}`, problem });
  if (hasCertificate && (dn !== null || hasPassword)) return [issue('certificateFile', texts.bindTwice)];
  if (hasCertificate) {
    if (certificateFile === null) return [issue('certificateFile', texts.missing)];
    return keyFile === null ? [issue('keyFile', texts.missing)] : [];
  }
  return [
    ...(dn === null ? [issue('dn', texts.missing)] : []),
    ...(hasPassword ? [] : [issue('passwordFile', texts.bindPasswordMissing)]),
    ...(passwordFile !== null && passwordEnv !== null ? [issue('passwordEnv', texts.passwordTwice)] : []),
  ];
}
