import { anAccount, anAdObject } from '../../test/support/builders/ad-object';
import { disabledAccount } from './account';
import { type Work, workOf } from './account-work';
import type { AccountAttributes } from './account.types';
import type { Link } from './first-link';

const enabled = anAccount();
const disabled = disabledAccount(enabled);
const object = anAdObject(enabled);

describe('what is to be done', () => {
  it.each<[string, Link, AccountAttributes | null, Partial<Work> & object]>([
    ['the object is as it should be', { kind: 'this', object }, enabled, { kind: 'done', object }],
    ['the object is not', { kind: 'this', object }, disabled, { kind: 'steps', object }],
    ['the object is to be deleted', { kind: 'this', object }, null, { kind: 'steps', object }],
    ['nothing is there, and should be', { kind: 'none' }, enabled, { kind: 'steps', object: null }],
    ['nothing is there, and need not be', { kind: 'none' }, disabled, { kind: 'done', object: null }],
    ['nothing is there, and should not be', { kind: 'none' }, null, { kind: 'done', object: null }],
    ['a leaver’s object is gone', { kind: 'gone' }, disabled, { kind: 'done', object: null }],
    ['an object to be deleted is gone', { kind: 'gone' }, null, { kind: 'done', object: null }],
    ['an object is gone, and should be there', { kind: 'gone' }, enabled, { kind: 'held', code: 'missing' }],
    ['it may be elsewhere', { kind: 'elsewhere' }, enabled, { kind: 'elsewhere' }],
    ['its name is taken', { kind: 'name-taken' }, enabled, { kind: 'name-taken' }],
    ['it is held', { kind: 'held', code: 'upn-taken' }, enabled, { kind: 'held', code: 'upn-taken' }],
  ])('%s', (_, link, desired, expected) => {
    expect(workOf(link, desired, false)).toMatchObject(expected);
  });

  it.each<[string, AccountAttributes, AccountAttributes | null, string[]]>([
    ['disabled here, and to be', disabled, disabled, ['disable', 'disable']],
    ['enabled here, and to be disabled', enabled, disabled, ['disable', 'leave', 'leave']],
    ['disabled here, and to be deleted', disabled, null, ['remove']],
    ['enabled here, and to be', enabled, enabled, []],
  ])('where another controller was written to last: %s', (_, found, desired, kinds) => {
    const work = workOf({ kind: 'this', object: anAdObject(found) }, desired, true);
    expect('steps' in work ? work.steps.map(({ kind }) => kind) : []).toEqual(kinds);
  });
});
