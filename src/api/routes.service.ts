import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { z } from 'zod';
import { isFileAnswer, isFileBody, type RouteOptions } from './route';
import { PUBLIC, ROUTE } from './route.decorator';

export interface DeclaredRoute {
  /** `GET`. */
  method: string;
  /** As declared: `/api/v1/orders/:number`. */
  path: string;
  /** Class and method: `OrdersController.list`. */
  handler: string;
  /** Null for a public one. */
  options: RouteOptions | null;
}

/** What a controller's or a method's path is kept under by the framework. */
const PATH = 'path';
const METHOD = 'method';

/**
 * Every route there is. Deny by default: the service does not start with a route that says neither which permission it
 * takes nor why it takes none, nor with one that would take fields that nobody declared.
 */
@Injectable()
export class Routes implements OnModuleInit {
  #all: readonly DeclaredRoute[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  get all(): readonly DeclaredRoute[] {
    return this.#all;
  }

  onModuleInit(): void {
    this.#all = this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (!metatype) return [];
      const prototype = Object.getPrototypeOf(instance) as object;
      return this.scanner
        .getAllMethodNames(prototype)
        .flatMap((name) => this.routesOf(metatype, (prototype as Record<string, unknown>)[name] as () => unknown, name));
    });
    const faults = this.#all.flatMap(faultsOf);
    if (faults.length > 0) throw new Error(`The service does not start with these routes:\n${faults.join('\n')}`);
  }

  /** Methods that are taken at an address; none: there is nothing. @param address path only, as sent */
  methodsAt(address: string): string[] {
    return [...new Set(this.#all.filter(({ path }) => fits(path, address)).map(({ method }) => method))];
  }

  private routesOf(controller: NewableFunction, handler: (() => unknown) | undefined, name: string): DeclaredRoute[] {
    if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD, handler)) return [];
    const targets = [handler, controller as never];
    const why = this.reflector.getAllAndOverride<string | undefined>(PUBLIC, targets);
    const options = this.reflector.get<RouteOptions | undefined>(ROUTE, handler);
    const label = `${controller.name}.${name}`;
    if ((why === undefined) === (options === undefined))
      throw new Error(`${label}: a route says either @Route, with its permission, or @Public, with its reason`);
    const method = RequestMethod[Reflect.getMetadata(METHOD, handler) as RequestMethod];
    return pathsOf(controller).flatMap((base) =>
      pathsOf(handler).map((path) => ({ method, path: joined(base, path), handler: label, options: options ?? null })),
    );
  }
}

function pathsOf(target: object): string[] {
  const path = (Reflect.getMetadata(PATH, target) ?? '') as string | string[];
  return Array.isArray(path) ? path : [path];
}

const joined = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;

function fits(path: string, address: string): boolean {
  const [declared, sent] = [path.split('/'), address.replace(/\/$/, '').split('/')];
  return declared.length === sent.length && declared.every((part, index) => part.startsWith(':') || part === sent[index]);
}

function faultsOf({ method, path, handler, options }: DeclaredRoute): string[] {
  if (!options) return [];
  const names = path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : []));
  const declared = Object.keys(options.params?.shape ?? {});
  const loose = (['params', 'query', 'body'] as const).filter((part) => {
    const schema = options[part];
    return (
      schema !== undefined && !isFileBody(schema) && takesUnknownFields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
    );
  });
  return [
    ...(names.sort().join() === declared.sort().join() ? [] : [`params are ${declared.join()}, the path has ${names.join()}`]),
    ...(options.body !== undefined && ['GET', 'DELETE'].includes(method) ? [`${method} takes no body`] : []),
    ...(options.idempotent && (method !== 'POST' || isFileAnswer(options.answer))
      ? ['only a POST that answers JSON is made idempotent']
      : []),
    ...loose.map((part) => `${part} would take unknown fields: use z.strictObject, and no z.record`),
  ].map((fault) => `${handler} (${method} ${path}): ${fault}`);
}

/** Whether an object anywhere in a JSON schema takes fields that are not named. */
function takesUnknownFields(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(takesUnknownFields);
  if (typeof schema !== 'object' || schema === null) return false;
  const { type, additionalProperties } = schema as { type?: unknown; additionalProperties?: unknown };
  return (type === 'object' && additionalProperties !== false) || Object.values(schema).some(takesUnknownFields);
}
