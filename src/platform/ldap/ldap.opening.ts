import { createSecureContext, getCACertificates, type SecureContext, type SecureContextOptions } from 'node:tls';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import { ldapUrls } from '../config/ldap-rules';
import type { LdapServerConfiguration } from '../config/schema';
import { readSecretFile, SecretError } from '../config/secret-file';
import { LdapConnection } from './ldap.connection';
import { LdapFault, NoServerFault, RESULT } from './ldap-fault';
import type { LdapAddress } from './ldap.socket';

/**
 * A connection that is bound as the configured identity. Tries the servers in order until one answers; never with less
 * protection than is configured. A server that knows us and says no ends it: asking the others with the same password
 * would only lock the account.
 * @param at where the settings stand, for messages: `municipalities.berg.source`
 * @throws NoServerFault, LdapFault `bind`, `credentials` or `aborted`, SecretError
 */
export async function openLdapConnection(
  configuration: LdapServerConfiguration,
  at: string,
  signal?: AbortSignal,
): Promise<LdapConnection> {
  const { startTls, timeoutSeconds } = configuration;
  const { secureContext, identity } = secrets(configuration, at);
  const faults: LdapFault[] = [];
  for (const url of ldapUrls(configuration)) {
    const address = addressOf(url);
    try {
      const connection = await LdapConnection.open({ address, startTls, secureContext, timeoutMs: timeoutSeconds * 1000, signal });
      await connection.bind(identity);
      return connection;
    } catch (error) {
      if (!(error instanceof LdapFault) || !isServersOwn(error)) throw error;
      faults.push(error);
    }
  }
  throw new NoServerFault(faults);
}

/** Another server may do better. */
const isServersOwn = ({ kind, detail }: LdapFault): boolean =>
  ['unreachable', 'tls', 'lost', 'timeout', 'protocol'].includes(kind) ||
  (kind === 'bind' && (detail.resultCode === RESULT.busy || detail.resultCode === RESULT.unavailable));

export function addressOf(url: string): LdapAddress {
  const { protocol, hostname, port } = new URL(url);
  const isLdaps = protocol === 'ldaps:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (isLdaps ? 636 : 389) : Number(port), isLdaps };
}

/** Read for each connection: a renewed certificate or password is used without a restart. */
function secrets({ caFile, bind }: LdapServerConfiguration, at: string) {
  const read = (file: string, setting: string): Buffer => {
    const bytes = readSecretFile(file, `${at}.${setting}`);
    if (bytes === null || bytes.length === 0) throw new SecretError(`${at}.${setting}`, texts.emptySecret);
    return bytes;
  };
  const optional = (file: string | null, setting: string): Buffer | undefined => (file === null ? undefined : read(file, setting));
  const secureContext = contextOf(at, {
    ca: optional(caFile, 'caFile') ?? [...getCACertificates('bundled'), ...getCACertificates('system')],
    cert: optional(bind.certificateFile, 'bind.certificateFile'),
    key: optional(bind.keyFile, 'bind.keyFile'),
  });
  if (bind.dn === null) return { secureContext, identity: null };
  const setting = bind.passwordFile === null ? 'bind.passwordEnv' : 'bind.passwordFile';
  const password =
    bind.passwordFile === null
      ? (process.env[bind.passwordEnv ?? ''] ?? '')
      : read(bind.passwordFile, setting).toString('utf8').replace(/\r$/, '');
  if (password === '') throw new SecretError(`${at}.${setting}`, texts.emptySecret);
  return { secureContext, identity: { dn: bind.dn, password } };
}

/** Node's own default would let an environment variable lower the version. */
function contextOf(at: string, files: SecureContextOptions): SecureContext {
  try {
    return createSecureContext({ ...files, minVersion: 'TLSv1.2' });
  } catch (error) {
    throw new SecretError(at, texts.unusableCertificate((error as NodeJS.ErrnoException).code ?? 'PEM'));
  }
}
