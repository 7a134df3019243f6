import { ServiceError } from '../../platform/errors';
import { isLoopbackHost } from '../../platform/loopback';
import { deliveryTexts } from '../../texts/sv/mail-delivery';

/** Where and how to connect. Secrets are not here: they are read anew for each connection. */
export interface SmtpEndpoint {
  host: string;
  port: number;
  /** TLS from the first octet (smtps). */
  secure: boolean;
  /** Refuse to go on without STARTTLS. */
  requireTLS: boolean;
  /** Never start TLS. */
  ignoreTLS: boolean;
}

/**
 * | url     | host     | user or CA given | TLS                  |
 * |---------|----------|------------------|----------------------|
 * | smtps:  |          |                  | from the first octet |
 * | smtp:   | elsewhere|                  | STARTTLS demanded    |
 * | smtp:   | loopback | yes              | STARTTLS demanded    |
 * | smtp:   | loopback | no               | none                 |
 *
 * What goes to this machine itself without a password needs no TLS, and a local server's certificate is seldom one that
 * can be verified. Everywhere else TLS is there and verified, always.
 * @throws ServiceError when the URL holds a user or a password: secrets do not stand in the configuration
 */
export function endpointOf({ url, user, caFile }: { url: string; user: string | null; caFile: string | null }): SmtpEndpoint {
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') throw new ServiceError('mail-url-secret', deliveryTexts.secretInUrl);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = protocol === 'smtps:';
  const bare = !secure && isLoopbackHost(host) && user === null && caFile === null;
  return { host, port: port === '' ? (secure ? 465 : 587) : Number(port), secure, requireTLS: !secure && !bare, ignoreTLS: bare };
}
