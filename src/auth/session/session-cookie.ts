/** How the cookie is set: nobody's page script reads it, no other site's request changes anything with it, and it ends with the browser. */
export interface SessionCookie {
  name: string;
  options: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean };
}

/**
 * | the service's public address | cookie              | Secure |
 * |------------------------------|---------------------|--------|
 * | https                        | `__Host-tilltrade`  | yes    |
 * | http, on loopback            | `tilltrade`         | no     |
 *
 * `__Host-` (RFC 6265bis, 4.1.3.2): no subdomain can set or overwrite it. Lax, so that the way back from the identity
 * provider still knows the login that was begun.
 */
export function sessionCookie(publicUrl: string): SessionCookie {
  const secure = publicUrl.startsWith('https:');
  return { name: secure ? '__Host-tilltrade' : 'tilltrade', options: { path: '/', httpOnly: true, sameSite: 'lax', secure } };
}
