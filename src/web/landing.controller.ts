import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';
import { Public } from '../api/route.decorator';
import { isCaseNumber } from '../service-desk/case-event';
import { landingPage } from '../texts/sv/landing';

const RUN_ID = /^[a-z][a-z0-9-]{0,19}-\d{8}T\d{6}-[0-9a-f]{4}$/;

/**
 * Where links in mails lead. There is no login here, so nothing about anybody is shown, not even whether the case
 * exists: the page tells which command shows it to somebody who may.
 */
@Controller()
@Public('shows the number in the address and nothing else')
export class LandingController {
  @Get('cases/:number')
  @Header('Content-Type', 'text/html; charset=utf-8')
  case(@Param('number') number: string): string {
    if (!isCaseNumber(number)) throw new NotFoundException();
    return landingPage.case(number);
  }

  @Get('runs/:id')
  @Header('Content-Type', 'text/html; charset=utf-8')
  run(@Param('id') id: string): string {
    if (!RUN_ID.test(id)) throw new NotFoundException();
    return landingPage.run(id);
  }
}
