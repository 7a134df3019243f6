import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM files of a throw-away authority and what it has issued. */
export interface SlapdCertificates {
  caFile: string;
  /** Of another authority, which has issued nothing here. */
  otherCaFile: string;
  serverCertificate: string;
  serverKey: string;
  clientCertificate: string;
  clientKey: string;
}

const openssl = (directory: string, ...args: string[]): void => {
  execFileSync('openssl', args, { cwd: directory, stdio: 'ignore' });
};
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-utf8'];

export interface ServerCertificateOptions {
  /** subjectAltName of the server. */
  names?: string;
  /** Its certificate ended yesterday. */
  isExpired?: boolean;
}

export function makeSlapdCertificates(
  directory: string,
  { names = 'DNS:localhost,IP:127.0.0.1', isExpired = false }: ServerCertificateOptions = {},
): SlapdCertificates {
  mkdirSync(directory, { recursive: true });
  for (const ca of ['ca', 'other-ca'])
    openssl(
      directory,
      'req',
      '-x509',
      ...KEY,
      '-keyout',
      `${ca}.key`,
      '-out',
      `${ca}.pem`,
      '-days',
      '60',
      '-subj',
      `/C=SE/O=Test/CN=${ca}`,
    );
  const issue = (name: string, subject: string, extensions: string, validity: string[]): void => {
    writeFileSync(join(directory, `${name}.ext`), extensions);
    openssl(directory, 'req', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`, ...validity];
    openssl(directory, 'x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signing);
  };
  issue('server', '/C=SE/O=Test/CN=catalogue', `subjectAltName=${names}\n`, ['-days', isExpired ? '-1' : '60']);
  issue('client', '/C=SE/O=Test/OU=Services/CN=tilltrade', 'extendedKeyUsage=clientAuth\n', ['-days', '60']);
  const file = (name: string): string => join(directory, name);
  return {
    caFile: file('ca.pem'),
    otherCaFile: file('other-ca.pem'),
    serverCertificate: file('server.pem'),
    serverKey: file('server.key'),
    clientCertificate: file('client.pem'),
    clientKey: file('client.key'),
  };
}
