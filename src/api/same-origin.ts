/** Methods that change nothing, RFC 9110. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isSafeMethod = (method: string): boolean => SAFE.has(method.toUpperCase());

/**
 * Whether a browser says that a request comes from the service's own pages. A cookie goes along with what any site makes
 * a browser send; these headers a site cannot choose.
 *
 * | Sec-Fetch-Site | Origin      | ours |
 * |----------------|-------------|------|
 * | same-origin    | ours        | yes  |
 * | same-origin    | none        | yes  |
 * | same-origin    | another     | no   |
 * | none sent      | ours        | yes  |
 * | none sent      | another     | no   |
 * | none sent      | none        | no   |
 * | any other      |             | no   |
 *
 * @param ours scheme, host and port: `https://tilltrade.example.se`
 */
export function isSameOrigin(headers: Readonly<Record<string, string | string[] | undefined>>, ours: string): boolean {
  const site = headers['sec-fetch-site'];
  const origin = headers.origin;
  if (origin !== undefined && origin !== ours) return false;
  return site === undefined ? origin === ours : site === 'same-origin';
}
