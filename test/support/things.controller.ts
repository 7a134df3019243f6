import { randomUUID } from 'node:crypto';
import { Controller, Delete, Get, Injectable, Patch, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { page, paging } from '../../src/api/page';
import { By, FromBody, FromParams, IfMatch, Route, TraceId } from '../../src/api/route.decorator';
import { fileAnswer, fileBody, type Uploaded } from '../../src/api/route';
import { AuditService } from '../../src/audit/audit.service';
import { actorOf } from '../../src/auth/actor-of';
import type { Principal } from '../../src/auth/principal';
import { Clock } from '../../src/platform/clock';
import { changedMeanwhile, Refusal } from '../../src/platform/refusal';

const thing = z.strictObject({ id: z.string(), name: z.string(), version: z.int() });
const newThing = z.strictObject({ name: z.string().max(20) });

/** What a test lets happen while a thing is made. */
@Injectable()
export class ThingMaker {
  /** Before the change, and between the change and the answer. */
  before: () => Promise<void> = () => Promise.resolve();
  after: () => Promise<void> = () => Promise.resolve();
  made = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async make(principal: Principal, name: string, traceId: string): Promise<{ id: string; name: string; version: number }> {
    await this.before();
    await this.dataSource.transaction((manager) =>
      this.audit.append(manager, [
        {
          at: this.clock.now(),
          actor: actorOf(principal),
          action: 'thing-made',
          municipality: null,
          subject: null,
          traceId,
        },
      ]),
    );
    this.made += 1;
    await this.after();
    return { id: randomUUID(), name, version: 1 };
  }
}

/** One route of each kind. */
@Controller('api/v1/things')
export class ThingsController {
  constructor(private readonly maker: ThingMaker) {}

  @Get()
  @Route({ permission: 'orders:read', summary: 'Things', query: z.strictObject(paging), answer: page(thing) })
  list() {
    return { items: [], next: null };
  }

  @Get(':id')
  @Route({ permission: 'orders:read', summary: 'A thing', params: z.strictObject({ id: z.string().max(20) }), answer: thing })
  show(@FromParams() { id }: { id: string }): unknown {
    if (id === 'careless') return { id, name: 'x', version: 1, secret: 'not declared' };
    if (id === 'broken') throw new Error('Anna Canary');
    if (id === 'refused') return { outcome: 'refused', code: 'too-hot', status: 409, en: 'Too hot.', sv: 'För varmt.' };
    return { id, name: 'x', version: 7 };
  }

  @Post()
  @Route({ permission: 'orders:write', summary: 'Makes a thing', body: newThing, answer: thing, status: 201, idempotent: true })
  make(@By() principal: Principal, @FromBody() { name }: { name: string }, @TraceId() traceId: string) {
    if (name === 'refused') throw new Refusal('too-hot', 422, { en: 'Too hot.', sv: 'För varmt.' });
    return this.maker.make(principal, name, traceId);
  }

  @Patch(':id')
  @Route({
    permission: 'orders:write',
    summary: 'Changes a thing',
    params: z.strictObject({ id: z.string() }),
    body: newThing,
    answer: thing,
    ifMatch: true,
  })
  change(@FromParams() { id }: { id: string }, @FromBody() { name }: { name: string }, @IfMatch() version: number) {
    if (version !== 7) throw changedMeanwhile();
    return { id, name, version: version + 1 };
  }

  @Delete(':id')
  @Route({ permission: 'orders:write', summary: 'Takes a thing away', params: z.strictObject({ id: z.string() }) })
  remove(): void {}

  @Post('files')
  @Route({
    permission: 'orders:write',
    summary: 'Takes a file',
    body: fileBody(16, 'text/csv'),
    answer: z.strictObject({ type: z.string(), size: z.int() }),
  })
  take(@FromBody() { type, content }: Uploaded) {
    return { type, size: content.length };
  }

  @Get(':id/file')
  @Route({ permission: 'orders:read', summary: 'Gives a file', params: z.strictObject({ id: z.string() }), answer: fileAnswer('text/csv') })
  give() {
    return { type: 'text/csv', name: 'Åsa "x"\r\nSet-Cookie: a=b.csv', content: Buffer.from('a;b\n') };
  }
}
