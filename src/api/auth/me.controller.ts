import { Controller, Get } from '@nestjs/common';
import { type Me, Selves } from '../../auth/me.service';
import type { Principal } from '../../auth/principal';
import { By, Route } from '../route.decorator';
import { meView } from './auth.schemas';

@Controller('api/v1/me')
export class MeController {
  constructor(private readonly selves: Selves) {}

  @Get()
  @Route({ permission: 'self', summary: 'Who you are, your roles today and how far they reach', answer: meView })
  me(@By() principal: Principal): Me {
    return this.selves.of(principal);
  }
}
