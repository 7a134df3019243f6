import { promisify } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/actor';
import { AuditService } from '../../audit/audit.service';
import { Clock } from '../../platform/clock';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import type { LoggedIn } from '../session/session-data';
import { sessionCookie } from '../session/session-cookie';
import { SessionStore } from '../session/session.store';
import type { LoginRefusal } from './login-refusal';

/** Nobody knows who somebody is who was not let in. */
const UNKNOWN: Actor = { kind: 'person', name: '-', systemUser: null };

/** Begins and ends sessions of people, each with its audit row. */
@Injectable()
export class LoginSessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditService,
    private readonly store: SessionStore,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'server'>,
  ) {}

  /** Under a new id: one that somebody else may have planted in the browser is worth nothing. */
  async begin(request: Request, person: LoggedIn): Promise<void> {
    await this.#record('login', actorOf(person), { acr: person.acr, by: person.by });
    await promisify(request.session.regenerate.bind(request.session))();
    request.session.person = person;
    await promisify(request.session.save.bind(request.session))();
  }

  async refused(code: LoginRefusal | 'unknown-person'): Promise<void> {
    await this.#record('login-refused', UNKNOWN, { code });
  }

  /** @returns who it was; null where nobody had logged in */
  async end(request: Request, response: Response): Promise<LoggedIn | null> {
    const { person } = request.session;
    if (!person) return null;
    await this.dataSource.transaction(async (manager) => {
      await this.store.end(manager, request.sessionID);
      const entry = { at: this.clock.now(), actor: actorOf(person), action: 'logout', municipality: null, subject: null };
      await this.audit.append(manager, [{ ...entry, payload: { acr: person.acr, by: person.by } }]);
    });
    await promisify(request.session.destroy.bind(request.session))();
    const { name, options } = sessionCookie(this.configuration.server.publicUrl);
    response.clearCookie(name, options);
    return person;
  }

  async #record(action: 'login' | 'login-refused', actor: Actor, payload: object): Promise<void> {
    const entry = { at: this.clock.now(), actor, action, municipality: null, subject: null, payload };
    await this.dataSource.transaction((manager) => this.audit.append(manager, [entry]));
  }
}

const actorOf = ({ hsaId }: LoggedIn): Actor => ({ kind: 'person', name: hsaId, systemUser: null });
