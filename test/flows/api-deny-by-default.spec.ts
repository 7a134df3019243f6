/*
 * A route that says nothing about who may does not start. Real: the whole service, HTTP. Faked: the clock, who asks.
 */
import { Body, Controller, Get, Post, type Type } from '@nestjs/common';
import { z } from 'zod';
import { Public, Route } from '../../src/api/route.decorator';
import { api } from '../support/api';
import { TestService } from '../support/service';

const start = (...controllers: Type[]): Promise<TestService> => TestService.start({ http: true, controllers });

it.each<[string, Type, string]>([
  [
    'without a word of who may',
    (() => {
      @Controller('api/v1/silent')
      class Silent {
        @Get()
        list(): string {
          return '';
        }
      }
      return Silent;
    })(),
    'Silent.list',
  ],
  [
    'outside the API without a word of who may',
    (() => {
      @Controller('pages')
      class Page {
        @Post()
        send(@Body() body: unknown): unknown {
          return body;
        }
      }
      return Page;
    })(),
    'Page.send',
  ],
  [
    'that says both that it takes a permission and that it takes none',
    (() => {
      @Controller('api/v1/both')
      @Public('why not')
      class Both {
        @Get()
        @Route({ permission: 'orders:read', summary: 'Both' })
        list(): void {}
      }
      return Both;
    })(),
    'Both.list',
  ],
  [
    'that takes fields nobody declared',
    (() => {
      @Controller('api/v1/loose')
      class Loose {
        @Post()
        @Route({ permission: 'orders:write', summary: 'Loose', body: z.strictObject({ inner: z.array(z.looseObject({ a: z.string() })) }) })
        send(): void {}
      }
      return Loose;
    })(),
    'body would take unknown fields',
  ],
  [
    'whose address has a part that is not declared',
    (() => {
      @Controller('api/v1/parts')
      class Parts {
        @Get(':id')
        @Route({ permission: 'orders:read', summary: 'Parts' })
        show(): void {}
      }
      return Parts;
    })(),
    'the path has id',
  ],
  [
    'that would repeat a change under one key',
    (() => {
      @Controller('api/v1/repeats')
      class Repeats {
        @Get()
        @Route({ permission: 'orders:read', summary: 'Repeats', idempotent: true })
        list(): void {}
      }
      return Repeats;
    })(),
    'made idempotent',
  ],
])('does not start with a route %s', async (_what, controller, told) => {
  await expect(start(controller)).rejects.toThrow(told);
});

it('starts with the routes it has, each with a permission or a reason', async () => {
  const service = await start();
  try {
    expect((await api(service).nobody.get('/health/live')).status).toBe(200);
  } finally {
    await service.close();
  }
});
