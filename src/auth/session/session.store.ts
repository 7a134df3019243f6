import { Inject, Injectable } from '@nestjs/common';
import { type SessionData, Store } from 'express-session';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import { SealedBox } from '../../platform/sealed-box';
import type { Instant } from '../../platform/time';
import type { LoggedIn } from './session-data';
import { SessionEntity } from './session.entity';
import { oldestLiving, sessionLives, worthWriting } from './session-life';

declare module 'express-session' {
  interface SessionData {
    person?: LoggedIn;
    /** The page to come back to from a login that was begun. */
    returnTo?: string;
    /** When the session was made and used last; none while it is not stored yet. */
    stored?: { createdAt: Instant; usedAt: Instant };
  }
}

/** The content of a row, sealed with the row's own key so that it cannot be moved to another. */
interface SealedSession {
  digest: string;
  session: Omit<SessionData, 'stored'>;
}

type Callback<T = void> = (error?: unknown, result?: T) => void;

/**
 * Sessions in the service's database: several instances share them. The id in the cookie is a secret, so only its digest
 * is kept; what the session holds is sealed. How long one lives is asked of the configuration each time it is read.
 */
@Injectable()
export class SessionStore extends Store {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'session'>,
  ) {
    super();
  }

  override get(id: string, callback: Callback<SessionData | null>): void {
    answer(this.read(id), callback);
  }

  override set(id: string, session: SessionData, callback: Callback = () => undefined): void {
    answer(this.write(id, session), callback);
  }

  override touch(id: string, session: SessionData, callback: Callback = () => undefined): void {
    answer(this.noteUse(id, session), callback);
  }

  override destroy(id: string, callback: Callback = () => undefined): void {
    answer(this.end(this.dataSource.manager, id), callback);
  }

  /** In the caller's transaction. */
  async end(manager: EntityManager, id: string): Promise<void> {
    await manager.delete(SessionEntity, { digest: this.digestOf(id) });
  }

  /** Takes away all that are over. @returns how many */
  async clearExpired(): Promise<number> {
    const latest = oldestLiving(this.configuration.session, this.clock.now());
    const { affected } = await this.dataSource.manager
      .createQueryBuilder()
      .delete()
      .from(SessionEntity)
      .where('(is_logged_in = :yes AND (used_at <= :usedAt OR created_at <= :createdAt))', { ...latest, yes: true })
      .orWhere('(is_logged_in = :no AND created_at <= :attemptedAt)', { ...latest, no: false })
      .execute();
    return affected ?? 0;
  }

  private async read(id: string): Promise<SessionData | null> {
    const digest = this.digestOf(id);
    const row = await this.dataSource.manager.findOneBy(SessionEntity, { digest });
    if (!row || !sessionLives(row, this.configuration.session, this.clock.now())) return null;
    const sealed = this.opened(row.content);
    if (sealed?.digest !== digest) return null;
    return { ...sealed.session, stored: { createdAt: row.createdAt, usedAt: row.usedAt } };
  }

  /** Nobody's session where it cannot be opened: sealed with another key, or changed. */
  private opened(content: string): SealedSession | null {
    try {
      return this.box.open<SealedSession>(content);
    } catch {
      return null;
    }
  }

  /** One that was ended while a request of it went on stays ended. */
  private async write(id: string, data: SessionData): Promise<void> {
    const { stored, ...session } = data;
    const { manager } = this.dataSource;
    const digest = this.digestOf(id);
    const now = this.clock.now();
    const content = this.box.seal({ digest, session } satisfies SealedSession);
    const row = { content, isLoggedIn: session.person !== undefined, usedAt: now };
    if (stored) {
      await manager.update(SessionEntity, { digest }, row);
      return;
    }
    await manager.insert(SessionEntity, { ...row, digest, createdAt: now });
    data.stored = { createdAt: now, usedAt: now };
  }

  private async noteUse(id: string, { stored }: SessionData): Promise<void> {
    const usedAt = this.clock.now();
    if (!stored || !worthWriting(stored.usedAt, this.configuration.session, usedAt)) return;
    await this.dataSource.manager.update(SessionEntity, { digest: this.digestOf(id) }, { usedAt });
  }

  private digestOf(id: string): string {
    return this.box.digest(`session ${id}`);
  }
}

/** Gives a callback what a promise came to. */
function answer<T>(promise: Promise<T>, callback: Callback<T>): void {
  promise.then(
    (result) => callback(null, result),
    (error: unknown) => callback(error),
  );
}
