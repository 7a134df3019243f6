import type { LoginConfiguration } from '../platform/config/schema';

/**
 * Whether a login is good enough to sign with. A login at another level is refused before it gets here; the level that is
 * kept with a signature is one that was demanded all the same.
 *
 * | login | level of the login     | may sign |
 * |-------|------------------------|----------|
 * | none  |                        | no       |
 * | demo  |                        | yes: on this machine, for show |
 * | oidc  | among `login.acr`      | yes      |
 * | oidc  | another, or not known  | no       |
 */
export const maySign = (login: LoginConfiguration, acr: string | null): boolean => {
  switch (login.kind) {
    case 'none':
      return false;
    case 'demo':
      return true;
    case 'oidc':
      return acr !== null && login.acr.includes(acr);
  }
};
