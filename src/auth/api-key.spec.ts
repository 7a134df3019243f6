import fc from 'fast-check';
import { KEY_PERMISSIONS, bearerToken, keyHolds, parseApiKey, writeApiKey } from './api-key';

const id = fc.stringMatching(/^[0-9a-f]{20}$/);
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('an API key', () => {
  it('is read as it was written, whatever its secret', () => {
    fc.assert(
      fc.property(id, secret, (one, other) =>
        expect(parseApiKey(writeApiKey({ id: one, secret: other }))).toEqual({ id: one, secret: other }),
      ),
    );
  });

  it.each([
    '',
    'tt_',
    'tt_0199a1b200007000abcd_kort',
    `xx_0199a1b200007000abcd_${'A'.repeat(43)}`,
    `tt_0199a1b200007000abcd_${'A'.repeat(43)} `,
  ])('%j is none', (text) => {
    expect(parseApiKey(text)).toBeNull();
  });

  it.each([
    ['Bearer tt_x', 'tt_x'],
    ['bearer tt_x', 'tt_x'],
    ['Bearer', null],
    ['Bearer a b', null],
    ['Basic dGVzdA==', null],
    ['tt_x', null],
  ])('in the header %j is %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });

  it.each([
    [{ to: '2026-11-21', isRevoked: true }, false],
    [{ to: '2026-11-20', isRevoked: false }, false],
    [{ to: '2026-11-21', isRevoked: false }, true],
  ])('%j holds today: %s', (standing, holds) => {
    expect(keyHolds(standing, '2026-11-21')).toBe(holds);
  });

  it('never stands for somebody', () => {
    expect(KEY_PERMISSIONS).not.toEqual(expect.arrayContaining(['self']));
    for (const own of ['self', 'deputies:write', 'roles:write', 'api-keys:write']) expect(KEY_PERMISSIONS).not.toContain(own);
    expect(KEY_PERMISSIONS).toContain('people:read');
  });
});
