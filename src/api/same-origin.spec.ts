import { isSafeMethod, isSameOrigin } from './same-origin';

const OURS = 'https://tilltrade.example.se';

describe('a request from the service’s own pages', () => {
  it.each<[string | undefined, string | undefined, boolean]>([
    ['same-origin', OURS, true],
    ['same-origin', undefined, true],
    ['same-origin', 'https://other.example.se', false],
    [undefined, OURS, true],
    [undefined, 'https://other.example.se', false],
    [undefined, undefined, false],
    ['same-site', OURS, false],
    ['cross-site', undefined, false],
    ['none', undefined, false],
    ['same-origin', 'null', false],
    [undefined, 'http://tilltrade.example.se', false],
    [undefined, `${OURS}:8443`, false],
  ])('Sec-Fetch-Site %s, Origin %s: %s', (site, origin, isOurs) => {
    expect(isSameOrigin({ 'sec-fetch-site': site, origin }, OURS)).toBe(isOurs);
  });

  it('is not asked for where nothing is changed', () => {
    expect(['GET', 'HEAD', 'OPTIONS', 'get', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(isSafeMethod)).toEqual([
      'GET',
      'HEAD',
      'OPTIONS',
      'get',
    ]);
  });
});
