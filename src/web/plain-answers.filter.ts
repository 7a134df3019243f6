import { type ArgumentsHost, Catch, HttpException } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { refusalTexts } from '../texts/sv/landing';

/**
 * The framework's refusals repeat what was asked for, and a parser's quote what was sent: a name or a personnummer in an
 * address would come back. These say only that it cannot be had. What failed in the service itself is not touched: it is
 * logged, and its answer says nothing.
 */
@Catch()
export class PlainAnswers extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    const status = PlainAnswers.statusOfRefusal(exception);
    super.catch(status === null ? exception : new HttpException({ statusCode: status, message: refusalTexts(status) }, status), host);
  }

  /** The status of a refusal, also of one that comes from the HTTP layer below; null for anything else. */
  static statusOfRefusal(exception: unknown): number | null {
    const { statusCode, status: own } = (typeof exception === 'object' ? (exception ?? {}) : {}) as {
      statusCode?: unknown;
      status?: unknown;
    };
    const status = exception instanceof HttpException ? exception.getStatus() : (statusCode ?? own);
    return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
  }
}
