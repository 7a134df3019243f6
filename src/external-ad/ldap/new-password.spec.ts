import { newPassword } from './new-password.ldap';

const text = (): string => newPassword().toString('utf16le');

it('stands in quotation marks, holds every kind of character and none of the marks within', () => {
  expect(text()).toMatch(/^"(?:[A-Z][0-9][a-z][^A-Za-z0-9"\s\p{Cc}]){20}"$/u);
});

it('holds no two letters beside each other, so no part of a name', () => {
  expect(text()).not.toMatch(/[A-Za-z]{2}/);
});

it('is another each time', () => {
  expect(new Set(Array.from({ length: 200 }, text)).size).toBe(200);
});
