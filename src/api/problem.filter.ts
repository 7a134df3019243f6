import { type ArgumentsHost, Catch } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { Refusal } from '../platform/refusal';
import { PlainAnswers } from '../web/plain-answers.filter';
import { type ApiRequest, isApi, traceOf } from './asked';
import { Problem, type ProblemCode, problemDetails } from './problem';

/** The framework's and the HTTP layer's own refusals, which repeat what was sent. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = { 404: 'no-such-route', 413: 'too-large', 415: 'wrong-content-type' };

/** Every error under /api as problem details; on people's pages as they have it. */
@Catch()
export class ProblemFilter extends PlainAnswers {
  constructor(
    { httpAdapter }: HttpAdapterHost,
    private readonly log: PinoLogger,
  ) {
    super(httpAdapter);
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    if (!isApi(request)) {
      super.catch(exception, host);
      return;
    }
    const problem = this.problemOf(exception);
    const response = http.getResponse<Response>();
    if (response.headersSent) {
      response.destroy(); // half an answer must not look like a whole one
      return;
    }
    for (const [name, value] of Object.entries(problem instanceof Problem ? problem.headers : {})) response.setHeader(name, value);
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemDetails(problem, traceOf(request))));
  }

  private problemOf(exception: unknown): Problem | Refusal {
    if (exception instanceof Problem || exception instanceof Refusal) return exception;
    const status = PlainAnswers.statusOfRefusal(exception);
    if (status !== null) return new Problem(BY_STATUS[status] ?? 'malformed-request');
    this.log.error({ err: exception }, 'request failed');
    return new Problem('unexpected');
  }
}
