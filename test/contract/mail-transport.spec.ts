import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileTransport, fileName } from '../../src/notifications/file/file.transport';
import { SmtpTransport } from '../../src/notifications/smtp/smtp.transport';
import { makeCertificate } from '../support/certificates';
import { type SmtpOptions, TestSmtpServer } from '../support/smtp';
import { mailTransportContract, sampleMail, type TransportUnderTest } from './mail-transport.contract';

// Real here: the file system, smtp-server, TLS, nodemailer. Faked: nothing.

const certificate = makeCertificate();
afterAll(() => certificate.remove());

function startFile(): Promise<TransportUnderTest> {
  const root = mkdtempSync(join(tmpdir(), 'tilltrade-mail-'));
  const directory = join(root, 'nested', 'mail');
  const blocking = join(root, 'nested');
  return Promise.resolve({
    transport: new FileTransport(directory),
    received: () =>
      Promise.resolve(
        readdirSync(root, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.eml'))
          .sort()
          .map((name) => readFileSync(join(root, name))),
      ),
    breakDown: () => Promise.resolve(writeFileSync(blocking, 'a file stands where a directory should')),
    mend: () => Promise.resolve(rmSync(blocking)),
    stop: () => Promise.resolve(rmSync(root, { recursive: true })),
  });
}

async function startSmtp(options: SmtpOptions): Promise<TransportUnderTest> {
  const { login } = options;
  let server = await TestSmtpServer.start(options);
  const { port, url, messages } = server;
  const caFile = options.tls === 'none' ? null : certificate.caFile;
  process.env.TEST_MAIL_PASSWORD = login?.password;
  return {
    transport: new SmtpTransport({
      kind: 'smtp',
      url,
      caFile,
      user: login?.user ?? null,
      passwordFile: null,
      passwordEnv: login ? 'TEST_MAIL_PASSWORD' : null,
      timeoutSeconds: 5,
      from: 'tilltrade@example.se',
    }),
    received: () => Promise.resolve([...new Set([...messages, ...server.messages])].map(({ raw }) => raw)),
    breakDown: () => server.close(),
    mend: async () => {
      server = await TestSmtpServer.start({ ...options, port });
    },
    stop: async () => {
      delete process.env.TEST_MAIL_PASSWORD;
      await server.close();
    },
  };
}

const login = { user: 'tilltrade', password: 'hemligt lösenord' };

mailTransportContract('a directory', startFile);
mailTransportContract('SMTP on loopback without TLS', () => startSmtp({ tls: 'none' }));
mailTransportContract('SMTP with STARTTLS and login', () => startSmtp({ tls: 'starttls', certificate, login }));
mailTransportContract('SMTPS with login', () => startSmtp({ tls: 'smtps', certificate, login }));

describe('a directory', () => {
  it('holds one file per mail, sorted by time, that only its owner can read, and no half files', async () => {
    const root = mkdtempSync(join(tmpdir(), 'tilltrade-mail-'));
    const transport = new FileTransport(root);
    const early = sampleMail();
    const late = sampleMail({ id: '01a1fc10-7761-7000-8000-000000000000', date: '2026-11-21T03:05:00.001Z' });
    await transport.deliver(late);
    await transport.deliver(early);
    expect(readdirSync(root)).toEqual([fileName(early), fileName(late)]);
    expect(fileName(early)).toBe('20261121T030500.000Z-01a1fc10-7760-7000-8000-000000000001.eml');
    expect(statSync(join(root, fileName(early))).mode & 0o777).toBe(0o600);
    rmSync(root, { recursive: true });
  });
});
