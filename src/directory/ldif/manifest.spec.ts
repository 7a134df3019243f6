import { parseManifest } from './manifest';

const digest = 'ab'.repeat(32);

describe('a manifest', () => {
  it.each([
    ['YAML', `entries: 12\nsha256: ${digest}\n`, { entries: 12, sha256: digest }],
    ['JSON', JSON.stringify({ entries: 12, sha256: digest }), { entries: 12, sha256: digest }],
    ['capital letters', `entries: 12\nsha256: ${digest.toUpperCase()}\n`, { entries: 12, sha256: digest }],
    ['a digest that looks like a number', `entries: 12\nsha256: ${'1'.repeat(64)}\n`, { entries: 12, sha256: '1'.repeat(64) }],
    ['other keys beside', `file: berg.ldif\nentries: 0\nsha256: ${digest}\n`, { entries: 0, sha256: digest }],
    ['no count', `sha256: ${digest}\n`, null],
    ['no digest', 'entries: 12\n', null],
    ['a negative count', `entries: -1\nsha256: ${digest}\n`, null],
    ['a short digest', 'entries: 12\nsha256: abab\n', null],
    ['a list', '- 1\n', null],
    ['something that is no YAML', '{ entries: ', null],
    ['nothing', '', null],
  ])('%s', (_what, text, expected) => {
    expect(parseManifest(text)).toEqual(expected);
  });
});
