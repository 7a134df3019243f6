const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** True for a name or address of this machine that is never reached from another; an IPv6 address also as URLs write it, in brackets. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.test(host);
