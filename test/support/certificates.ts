import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServerCertificate {
  key: Buffer;
  cert: Buffer;
  /** PEM file of the certificate: it signs itself, so it is its own authority. */
  caFile: string;
  remove: () => void;
}

/** A throw-away certificate that openssl makes for one test file. */
export function makeCertificate(names = 'DNS:localhost,IP:127.0.0.1'): ServerCertificate {
  const directory = mkdtempSync(join(tmpdir(), 'tilltrade-tls-'));
  const [keyFile, caFile] = [join(directory, 'server.key'), join(directory, 'server.pem')];
  const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=${names}`, '-days', '2'];
  const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  execFileSync('openssl', ['req', '-x509', ...keys, '-out', caFile, ...subject], { stdio: 'ignore' });
  return { key: readFileSync(keyFile), cert: readFileSync(caFile), caFile, remove: () => rmSync(directory, { recursive: true }) };
}
