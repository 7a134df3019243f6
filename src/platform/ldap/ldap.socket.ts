import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type SecureContext } from 'node:tls';
import { LdapFault } from './ldap-fault';

export interface LdapAddress {
  host: string;
  port: number;
  /** Encrypted from the first byte. */
  isLdaps: boolean;
}

export interface LdapConnectionOptions {
  address: LdapAddress;
  startTls: boolean;
  /** Who is trusted, who we are, which versions. */
  secureContext: SecureContext;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * A socket that is ready: with LDAPS the server's certificate and name are verified.
 * @throws LdapFault `unreachable`, `tls` or `aborted`
 */
export async function openSocket(options: LdapConnectionOptions): Promise<Socket> {
  const { address, signal } = options;
  if (signal?.aborted) throw new LdapFault('aborted', serverName(address));
  const { host, port, isLdaps } = address;
  const socket = isLdaps ? connectTls({ ...tlsOptions(options), port }) : connectTcp({ host, port });
  await ready(socket, isLdaps ? 'secureConnect' : 'connect', options);
  return socket;
}

/**
 * The same connection, encrypted from here on (StartTLS).
 * @throws LdapFault `tls` or `aborted`; the connection is then closed
 */
export async function encryptSocket(plain: Socket, options: LdapConnectionOptions): Promise<Socket> {
  const socket = connectTls({ ...tlsOptions(options), socket: plain });
  try {
    await ready(socket, 'secureConnect', options);
    return socket;
  } catch (error) {
    plain.destroy();
    throw error;
  }
}

export const serverName = ({ host, port }: Pick<LdapAddress, 'host' | 'port'>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

const tlsOptions = ({ address: { host }, secureContext }: LdapConnectionOptions): ConnectionOptions => ({
  secureContext,
  host,
  // The name to verify, and to ask for; an address must not be asked for by name (RFC 6066, 3).
  ...(isIP(host) === 0 ? { servername: host } : {}),
  rejectUnauthorized: true,
});

/** Waits for the event that says the socket is ready. */
function ready(socket: Socket, event: 'connect' | 'secureConnect', options: LdapConnectionOptions): Promise<void> {
  const server = serverName(options.address);
  const { signal, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    let isTcpUp = options.startTls && event === 'secureConnect';
    const settle = (fault: LdapFault | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('connect', onTcpUp).off(event, onReady).off('error', onError).off('close', onError);
      if (fault === null) return resolve();
      socket.on('error', () => undefined); // it may complain once more while it closes
      socket.destroy();
      reject(fault);
    };
    const onTcpUp = (): void => void (isTcpUp = true);
    const onReady = (): void => settle(null);
    const onError = (error?: NodeJS.ErrnoException | boolean): void => {
      const cause = typeof error === 'object' ? error.code : undefined;
      settle(new LdapFault(isTcpUp ? 'tls' : 'unreachable', server, { cause }));
    };
    const onAbort = (): void => settle(new LdapFault('aborted', server));
    const timer = setTimeout(() => settle(new LdapFault('unreachable', server, { cause: 'ETIMEDOUT' })), timeoutMs);
    signal?.addEventListener('abort', onAbort);
    socket.on('connect', onTcpUp).on(event, onReady).on('error', onError).on('close', onError);
  });
}
