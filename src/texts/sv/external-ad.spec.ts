import { externalAdTexts } from './external-ad';

describe('what a person reads of an account', () => {
  it('says which value was cut, and by how much', () => {
    expect(externalAdTexts.shortened({ attribute: 'department', length: 80, limit: 64 })).toBe(
      'Värdet för enhet är 80 tecken långt. AD tar högst 64. Det är avkortat i kontot. Skriv en kortare form i HSA.',
    );
  });

  it('says that a mail address was left out rather than cut', () => {
    expect(externalAdTexts.shortened({ attribute: 'mail', length: 300, limit: 256 })).toContain('Kontot står utan e-postadress');
  });

  it('keeps the name of an attribute it does not know', () => {
    expect(externalAdTexts.attributeName('extensionAttribute1')).toBe('extensionAttribute1');
  });
});
