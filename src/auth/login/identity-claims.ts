import { isHsaId, isTestHsaId } from '../../people/hsa-id';

/** Who logged in, as the provider says. */
export interface Identity {
  hsaId: string;
  name: string;
  /** Level of assurance. */
  acr: string;
}

/** Why somebody whom the provider knows is not let in. */
export type IdentityProblem = 'level-too-low' | 'hsa-id-missing' | 'hsa-id-ambiguous' | 'hsa-id-invalid';

export interface IdentityRules {
  /** The claim that says who it is. */
  claim: string;
  /** Levels of assurance that are good enough. */
  acr: readonly string[];
  /** Ids of Inera's test environments are taken too. */
  allowTestHsaIds: boolean;
}

/**
 * | acr                  | the claim                              | is                 |
 * |----------------------|----------------------------------------|--------------------|
 * | missing, not listed  |                                        | `level-too-low`    |
 * | listed               | missing, empty                         | `hsa-id-missing`   |
 * | listed               | a list of several                      | `hsa-id-ambiguous` |
 * | listed               | not an HSA-id, several in one text     | `hsa-id-invalid`   |
 * | listed               | a test id where those are not allowed  | `hsa-id-invalid`   |
 * | listed               | one HSA-id, or a list of one           | that person        |
 *
 * @param idToken claims of the verified id token, the only ones that tell the level
 * @param userInfo what else the provider said of the same `sub`
 */
export function identityOf(
  idToken: Readonly<Record<string, unknown>>,
  userInfo: Readonly<Record<string, unknown>>,
  { claim, acr, allowTestHsaIds }: IdentityRules,
): Identity | IdentityProblem {
  const level = idToken.acr;
  if (typeof level !== 'string' || !acr.includes(level)) return 'level-too-low';
  const claims = { ...userInfo, ...idToken };
  const value = claims[claim];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const [hsaId] = values;
  if (hsaId === undefined || hsaId === null || hsaId === '') return 'hsa-id-missing';
  if (values.length > 1) return 'hsa-id-ambiguous';
  if (typeof hsaId !== 'string' || !(isHsaId(hsaId) || (allowTestHsaIds && isTestHsaId(hsaId)))) return 'hsa-id-invalid';
  const names = [claims.given_name, claims.family_name].filter((name) => typeof name === 'string' && name.trim() !== '');
  return { hsaId, name: names.length > 0 ? names.join(' ') : hsaId, acr: level };
}
