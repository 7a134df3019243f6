import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { ApiKeys } from './api-keys.service';
import { SessionOrKey } from './asking.authentication';
import { Assignments } from './assignments.repository';
import { Authentication } from './authentication';
import { Deputies } from './deputies.service';
import { HeldRoles } from './held-roles.service';
import { DemoLogin } from './login/demo-login.service';
import { IdentityProvider } from './login/identity-provider.client';
import { LoginCheck } from './login/login-check.service';
import { Login } from './login/login.service';
import { LoginSessions } from './login/login-sessions.service';
import { Selves } from './me.service';
import { OwnDeputies } from './own-deputies.service';
import { Roles } from './roles.service';
import { SessionMiddleware } from './session/session.middleware';
import { SessionStore } from './session/session.store';

const PROVIDERS = [
  Assignments,
  HeldRoles,
  Roles,
  Deputies,
  OwnDeputies,
  Selves,
  ApiKeys,
  SessionStore,
  SessionMiddleware,
  IdentityProvider,
  LoginSessions,
  Login,
  LoginCheck,
  DemoLogin,
];

/** Who may do what, and who is asking. */
@Module({
  imports: [AuditModule],
  providers: [...PROVIDERS, { provide: Authentication, useClass: SessionOrKey }],
  exports: [...PROVIDERS, Authentication],
})
export class AuthModule {}
