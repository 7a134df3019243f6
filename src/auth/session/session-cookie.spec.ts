import { sessionCookie } from './session-cookie';

it.each([
  ['https://tilltrade.example.se', '__Host-tilltrade', true],
  ['http://127.0.0.1:8080', 'tilltrade', false],
])('at %s the session’s cookie is %s', (publicUrl, name, secure) => {
  expect(sessionCookie(publicUrl)).toEqual({ name, options: { path: '/', httpOnly: true, sameSite: 'lax', secure } });
});
