import { publicLink } from './public-link';

it.each([
  ['http://127.0.0.1:8080', 'cases/2026-00001', 'http://127.0.0.1:8080/cases/2026-00001'],
  ['https://tilltrade.example.se/', 'runs/berg-1', 'https://tilltrade.example.se/runs/berg-1'],
  ['https://example.se/tilltrade', 'runs/berg-1', 'https://example.se/tilltrade/runs/berg-1'],
])('a link below %s to %s is %s', (publicUrl, path, link) => {
  expect(publicLink(publicUrl, path)).toBe(link);
});
