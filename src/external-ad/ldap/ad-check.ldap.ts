import type { Clock } from '../../platform/clock';
import { checkCertificateEnd, checkCertificateFile } from '../../platform/config/certificate-file';
import { ldapUrls } from '../../platform/config/ldap-rules';
import type { LdapAdConfiguration } from '../../platform/config/schema';
import { SecretError } from '../../platform/config/secret-file';
import { LdapFault } from '../../platform/ldap/ldap-fault';
import { addressOf } from '../../platform/ldap/ldap.opening';
import { serverName } from '../../platform/ldap/ldap.socket';
import { toInstant } from '../../platform/time';
import { adCheckTexts as texts } from '../../texts/sv/ad-check';
import { type AdCheckRow, type AdFacts, adRows, type ControllerFacts, controllerRows } from '../ad-check';
import { adRefusalSentence } from '../ad-refusal';
import { gatherAdFacts } from './ad-facts.ldap';
import { openController } from './ad.directory';
import { asRefusal } from './ad-refusals.ldap';

/**
 * What `doctor` says of the Active Directory: each controller by itself, the rest as the first usable one tells it. It
 * writes nothing. A controller that knows us and says no ends it: the others would only be asked with a wrong password.
 */
export async function checkActiveDirectory(configuration: LdapAdConfiguration, clock: Clock): Promise<AdCheckRow[]> {
  const controllers: ControllerFacts[] = [];
  const certificates: AdCheckRow[] = [];
  let facts: AdFacts | null = null;
  for (const url of ldapUrls(configuration)) {
    const server = serverName(addressOf(url));
    const before = Date.parse(clock.now());
    try {
      const { connection, root } = await openController({ ...configuration, url, urls: null });
      try {
        const now = clock.now();
        controllers.push({ server, refused: null, aheadMs: ahead(root.currentTime, before, Date.parse(now)) });
        const ends = connection.peerCertificate?.valid_to;
        if (ends !== undefined) certificates.push(checkCertificateEnd(texts.certificate(server), toInstant(new Date(ends)), now));
        facts ??= await gatherAdFacts(connection, root, configuration);
      } finally {
        connection.close();
      }
    } catch (error) {
      const { code, detail } = asRefusal(error);
      const refused = error instanceof SecretError ? `${error.message}.` : adRefusalSentence({ code, ...detail });
      controllers.push({ server, refused, aheadMs: 0 });
      if ((error instanceof LdapFault && error.kind === 'bind') || error instanceof SecretError) break;
    }
  }
  return [
    ...controllerRows(controllers),
    ...certificates,
    ...(await files(configuration, clock)),
    ...(facts ? adRows(facts, configuration) : []),
  ];
}

async function files({ caFile, bind }: LdapAdConfiguration, clock: Clock): Promise<AdCheckRow[]> {
  const named: [string, string | null][] = [
    [texts.clientCertificate, bind.certificateFile],
    [texts.ca, caFile],
  ];
  const checks = named.map(([name, file]) => (file === null ? [] : [checkCertificateFile(name, file, clock.now())]));
  return Promise.all(checks.flat());
}

/** Against the moment in the middle of the question and the answer; a time without a meaning is no time at all. */
function ahead(currentTime: string, before: number, after: number): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(currentTime) ?? [];
  const theirs = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
  return Number.isNaN(theirs) ? Number.MAX_SAFE_INTEGER : theirs - (before + after) / 2;
}
