import { endpointOf } from './connection-options';

describe('how a mail server is connected to', () => {
  const tlsFirst = { secure: true, requireTLS: false, ignoreTLS: false };
  const startTls = { secure: false, requireTLS: true, ignoreTLS: false };
  const bare = { secure: false, requireTLS: false, ignoreTLS: true };

  it.each([
    ['smtps://mail.example.se', null, null, { host: 'mail.example.se', port: 465, ...tlsFirst }],
    ['smtps://127.0.0.1:4650', null, null, { host: '127.0.0.1', port: 4650, ...tlsFirst }],
    ['smtp://mail.example.se', null, null, { host: 'mail.example.se', port: 587, ...startTls }],
    ['smtp://mail.example.se:25', 'tilltrade', 'ca.pem', { host: 'mail.example.se', port: 25, ...startTls }],
    ['smtp://10.0.0.5:25', null, null, { host: '10.0.0.5', port: 25, ...startTls }],
    ['smtp://127.0.0.1.example.se', null, null, { host: '127.0.0.1.example.se', port: 587, ...startTls }],
    ['smtp://localhost', 'tilltrade', null, { host: 'localhost', port: 587, ...startTls }],
    ['smtp://localhost', null, 'ca.pem', { host: 'localhost', port: 587, ...startTls }],
    ['smtp://localhost', null, null, { host: 'localhost', port: 587, ...bare }],
    ['smtp://127.0.0.2:2525', null, null, { host: '127.0.0.2', port: 2525, ...bare }],
    ['smtp://[::1]:2525', null, null, { host: '::1', port: 2525, ...bare }],
  ])('%s, user %s, CA %s', (url, user, caFile, endpoint) => {
    expect(endpointOf({ url, user, caFile })).toEqual(endpoint);
  });

  it.each(['smtp://user@mail.example.se', 'smtps://user:very-secret@mail.example.se', 'smtp://:very-secret@mail.example.se'])(
    'refuses a secret in the URL without repeating it',
    (url) => {
      const parse = (): unknown => endpointOf({ url, user: null, caFile: null });
      expect(parse).toThrow('mail.url får inte innehålla');
      expect(parse).not.toThrow(/very-secret/);
    },
  );
});
