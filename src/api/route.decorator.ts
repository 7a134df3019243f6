import { applyDecorators, createParamDecorator, type ExecutionContext, HttpCode, SetMetadata } from '@nestjs/common';
import { type ApiRequest, type Asked, traceOf } from './asked';
import { type RouteOptions, statusOf } from './route';

export const ROUTE = 'tilltrade:route';
export const PUBLIC = 'tilltrade:public';

/** Declares a route: without it, or `Public`, the service does not start. */
export const Route = (options: RouteOptions) => applyDecorators(SetMetadata(ROUTE, options), HttpCode(statusOf(options)));

/** Lets everybody in, logged in or not. @param why it may: shows nothing about anybody */
export const Public = (why: string) => SetMetadata(PUBLIC, why);

const requestOf = (context: ExecutionContext): ApiRequest => context.switchToHttp().getRequest<ApiRequest>();

const fromAsked = (take: (asked: Asked) => unknown) =>
  createParamDecorator((_data: unknown, context: ExecutionContext) => {
    const { asked } = requestOf(context);
    if (!asked) throw new Error('Only a handler with @Route has this argument');
    return take(asked);
  });

/** `Reach`: all that the principal may reach with the route's permission; goes into every query. Empty for `self`. */
export const Within = fromAsked(({ reach }) => reach);

/** `Principal`: who asks. */
export const By = fromAsked(({ principal }) => principal);

/** As the route's schemas made them of what was sent. */
export const FromQuery = fromAsked(({ query }) => query);
export const FromParams = fromAsked(({ params }) => params);
/** A file body: `Uploaded`. */
export const FromBody = fromAsked(({ body }) => body);

/** `number`: the version that is to be changed. Somebody else's change meanwhile: `changedMeanwhile()` of platform/refusal. */
export const IfMatch = fromAsked(({ version }) => version);

/** `string`: the request's id, for audit rows. */
export const TraceId = createParamDecorator((_data: unknown, context: ExecutionContext) => traceOf(requestOf(context)));
