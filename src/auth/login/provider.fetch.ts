import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { CustomFetch } from 'openid-client';

/** Far more than any answer of a provider. */
const LARGEST = 1024 * 1024;

/**
 * Asks the identity provider, trusting these certificates. The built-in fetch takes none of its own per request.
 * @param ca CA certificates, PEM; undefined: the system's
 */
export const providerFetch =
  (ca: Buffer | undefined): CustomFetch =>
  (url, { body, headers, method, signal }) =>
    new Promise((resolve, reject) => {
      const isEncrypted = url.startsWith('https:');
      const options = { method, headers, signal, ...(isEncrypted && ca ? { ca } : {}) };
      const request = (isEncrypted ? requestHttps : requestHttp)(url, options, (answer) => {
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST) request.destroy(new Error('The answer is too large'));
          else chunks.push(chunk);
        });
        answer.on('error', reject);
        answer.on('end', () => {
          const given = Object.entries(answer.headers).flatMap(([name, value]) =>
            [value ?? []].flat().map((one): [string, string] => [name, one]),
          );
          const status = answer.statusCode ?? 502;
          const isEmpty = status === 204 || status === 304;
          resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers: given }));
        });
      });
      request.on('error', reject);
      if (typeof body === 'string') request.end(body);
      else if (body instanceof URLSearchParams) request.end(body.toString());
      else request.end();
    });
