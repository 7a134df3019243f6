import { userPrincipalName } from './user-principal-name';

describe('a UPN', () => {
  it.each([
    ['as HSA writes it', 'SE2120002502-1A2B'],
    ['in lower case', 'se2120002502-1a2b'],
    ['in mixed case', 'SE2120002502-1a2B'],
  ])('is the same for an HSA-id %s', (_, hsaId) => {
    expect(userPrincipalName(hsaId, 'ext.example.se')).toBe('SE2120002502-1A2B@ext.example.se');
  });
});
