import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration, OidcLoginConfiguration } from '../../platform/config/schema';
import { ServiceError } from '../../platform/errors';
import { loginCheckTexts as texts } from '../../texts/sv/login-check';
import { IdentityProvider } from './identity-provider.client';
import { faultOf, told } from './login-fault';

/** What `doctor` says of the login. */
export interface LoginCheckResult {
  name: string;
  ok: boolean | 'warning';
  detail: string;
  remedy?: string;
}

/** Asks the identity provider what it offers. Nobody is logged in. */
@Injectable()
export class LoginCheck {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'login'>,
    private readonly provider: IdentityProvider,
  ) {}

  /** Nothing where there is no provider. */
  async run(): Promise<LoginCheckResult[]> {
    const { login } = this.configuration;
    return login.kind === 'oidc' ? [{ name: texts.name, ...(await this.#ask(login)) }] : [];
  }

  async #ask(login: OidcLoginConfiguration): Promise<Omit<LoginCheckResult, 'name'>> {
    try {
      const { acr_values_supported: levels } = (await this.provider.client(login)).serverMetadata();
      // A provider need not list them.
      const isOffered = !Array.isArray(levels) || login.acr.some((level) => levels.includes(level));
      return isOffered ? { ok: true, detail: texts.answers } : { ok: 'warning', detail: texts.levelNotOffered, remedy: texts.chooseLevel };
    } catch (error) {
      const detail = error instanceof ServiceError ? error.message : texts.noAnswer(told(faultOf(error).code) ?? 'I/O');
      return { ok: false, detail, remedy: texts.mend };
    }
  }
}
