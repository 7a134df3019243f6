import fc from 'fast-check';
import { localPath } from './local-path';

describe('where to go after the login', () => {
  it.each<[unknown, string]>([
    [undefined, '/'],
    ['', '/'],
    [['/a', '/b'], '/'],
    ['/', '/'],
    ['/cases/1?x=y', '/cases/1?x=y'],
    ['/cases/1#part', '/cases/1'],
    ['cases', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/a\\b', '/'],
    ['/a\r\nSet-Cookie: x=y', '/'],
    ['/\t/evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['/.//evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/login', '/'],
    ['/login/callback?code=1', '/'],
    ['/logout', '/'],
    ['/x/../logout', '/'],
    ['/loginsida', '/loginsida'],
    [`/${'a'.repeat(500)}`, '/'],
  ])('%j leads to %j', (asked, path) => {
    expect(localPath(asked)).toBe(path);
  });

  it('is always a page of this service', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.webPath(),
          fc.string().map((text) => `/${text}`),
        ),
        (asked) => {
          const path = localPath(asked);
          expect(new URL(path, 'https://here.example').origin).toBe('https://here.example');
          expect(path).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
        },
      ),
    );
  });
});
