import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import {
  ClientSecretBasic,
  ClientSecretPost,
  Configuration as ClientConfiguration,
  type ClientAuth,
  None,
  type ServerMetadata,
  allowInsecureRequests,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import { Clock } from '../../platform/clock';
import type { OidcLoginConfiguration } from '../../platform/config/schema';
import { SecretError, readSecretFile } from '../../platform/config/secret-file';
import { type Instant, addMilliseconds } from '../../platform/time';
import { loginTexts } from '../../texts/sv/login';
import { providerFetch } from './provider.fetch';

/** Marked so that it stands out. The configuration takes a provider without TLS on loopback alone. */
// eslint-disable-next-line @typescript-eslint/no-deprecated
const allowHttp: (client: ClientConfiguration) => void = allowInsecureRequests;

const TIMEOUT_SECONDS = 10;
const METADATA_LASTS_MS = 10 * 60 * 1000;

/**
 * The identity provider, as it describes itself. What it is called and where is remembered for ten minutes; its keys never:
 * each login fetches them, so that a key that was changed a second ago works and one that was withdrawn does not.
 */
@Injectable()
export class IdentityProvider {
  #known: { metadata: ServerMetadata; until: Instant } | null = null;

  constructor(private readonly clock: Clock) {}

  /** A client of its own for each login. @throws whatever went wrong in asking the provider; SecretError for the client's secret */
  async client(login: OidcLoginConfiguration): Promise<ClientConfiguration> {
    const now = this.clock.now();
    const fetch = providerFetch(login.caFile === null ? undefined : await readFile(login.caFile));
    const plain = login.issuer.startsWith('http:') ? [allowHttp] : [];
    if (this.#known === null || now >= this.#known.until) {
      const options = { [customFetch]: fetch, timeout: TIMEOUT_SECONDS, execute: plain };
      const found = await discovery(new URL(login.issuer), login.clientId, undefined, None(), options);
      this.#known = { metadata: found.serverMetadata(), until: addMilliseconds(now, METADATA_LASTS_MS) };
    }
    const { metadata } = this.#known;
    const secret = clientSecret(login);
    const client = new ClientConfiguration(
      metadata,
      login.clientId,
      { ...(secret !== null && { client_secret: secret }), [clockTolerance]: login.clockToleranceSeconds },
      secret === null ? None() : secretAs(metadata, secret),
    );
    client[customFetch] = fetch;
    client.timeout = TIMEOUT_SECONDS;
    // The signature too, not only the connection that the token came over.
    for (const extend of [...plain, enableNonRepudiationChecks]) extend(client);
    return client;
  }
}

/** Read for each login: a renewed one is used without a restart. */
function clientSecret({ clientSecretFile, clientSecretEnv }: OidcLoginConfiguration): string | null {
  if (clientSecretFile === null && clientSecretEnv === null) return null;
  const secret =
    clientSecretFile === null
      ? process.env[clientSecretEnv ?? '']
      : readSecretFile(clientSecretFile, 'login.clientSecretFile')?.toString('utf8');
  if (secret) return secret;
  throw new SecretError(clientSecretFile === null ? 'login.clientSecretEnv' : 'login.clientSecretFile', loginTexts.secretMissing);
}

/** `client_secret_basic` is what a provider takes where it says nothing (OpenID Connect Discovery 1.0, 3). */
function secretAs({ token_endpoint_auth_methods_supported: methods }: ServerMetadata, secret: string): ClientAuth {
  return !methods || methods.includes('client_secret_basic') ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}
