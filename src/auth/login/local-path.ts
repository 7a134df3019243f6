/** Pages of the login itself: to come back to one of them would be a circle. */
const OF_LOGIN = /^\/(login|logout)(\/|$)/;

const LONGEST = 500;

/**
 * Where to go after the login: a page of this service and nothing else, so that a link to the login cannot lead elsewhere.
 *
 * | asked for                                              | goes to         |
 * |--------------------------------------------------------|-----------------|
 * | nothing                                                | `/`             |
 * | `/cases/1?x=y`                                         | that            |
 * | `https://evil.example`, `//evil.example`, `/\evil`     | `/`             |
 * | anything with a control character or a backslash       | `/`             |
 * | `/login…`, `/logout…`                                  | `/`             |
 * | more than 500 characters                               | `/`             |
 */
export function localPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > LONGEST || !/^\/(?![/\\])[!-[\]-~]*$/.test(asked)) return '/';
  const { pathname, search } = new URL(asked, 'http://here.invalid');
  return OF_LOGIN.test(pathname) || pathname.startsWith('//') ? '/' : pathname + search;
}
