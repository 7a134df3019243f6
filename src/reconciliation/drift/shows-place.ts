/**
 * Whether the DN of an object that is no account of ours may be told: it may hold a name, and whose it is we know by
 * nothing but its HSA-id. The GUID tells which it is.
 *
 * | object | the person with its HSA-id | told |
 * |--------|----------------------------|------|
 * | group  |                            | yes  |
 * | user   | is known, not protected    | yes  |
 * | user   | is known as protected      | no   |
 * | user   | is not known, or it has no HSA-id | no |
 *
 * @param isProtected the person; undefined where none is known
 */
export const showsPlace = (kind: 'user' | 'group', isProtected: boolean | undefined): boolean => kind === 'group' || isProtected === false;
