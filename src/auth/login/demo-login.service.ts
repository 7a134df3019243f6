import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../platform/clock';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration, DemoLoginConfiguration } from '../../platform/config/schema';
import { isLoopbackHost } from '../../platform/loopback';
import { LoginSessions } from './login-sessions.service';

export type DemoPerson = DemoLoginConfiguration['people'][number];

/** Anybody becomes anybody in the list, without a password. Only where the configuration is a demonstration, on this machine. */
@Injectable()
export class DemoLogin {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'login'>,
    private readonly sessions: LoginSessions,
    private readonly clock: Clock,
  ) {}

  /**
   * Who can be chosen. Null where there is nothing to choose: no demonstration, or somebody asks for another name than
   * this machine's own, as a page of the internet can make a browser do (DNS rebinding).
   */
  people({ headers: { host = '' } }: Pick<Request, 'headers'>): DemoPerson[] | null {
    const { login } = this.configuration;
    return login.kind === 'demo' && isLoopbackHost(host.replace(/:\d+$/, '')) ? login.people : null;
  }

  /** @returns false for somebody who is not in the list */
  async become(request: Request, hsaId: unknown): Promise<boolean> {
    const person = this.people(request)?.find((one) => one.hsaId === hsaId);
    if (!person) {
      await this.sessions.refused('unknown-person');
      return false;
    }
    const { name } = person;
    await this.sessions.begin(request, { hsaId: person.hsaId, name, acr: null, at: this.clock.now(), by: 'demo', idToken: null });
    return true;
  }
}
