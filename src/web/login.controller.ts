import { Body, Controller, Get, Inject, NotFoundException, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../api/route.decorator';
import { isSameOrigin } from '../api/same-origin';
import { DemoLogin, type DemoPerson } from '../auth/login/demo-login.service';
import { localPath } from '../auth/login/local-path';
import { type LoginRefusal, isLoginRefusal } from '../auth/login/login-refusal';
import { Login, type LoginOutcome } from '../auth/login/login.service';
import { LoginSessions } from '../auth/login/login-sessions.service';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, OidcLoginConfiguration } from '../platform/config/schema';
import { loginTexts } from '../texts/sv/login';
import { demoPage, failedPage, loggedOutPage, logOutPage } from './login-pages';

/** Logging in and out, for people with a browser. Pages without script or style; a form goes to this service, and from it to the provider's logout. */
@Controller()
@Public('is the way in: shows who one is oneself, and in a demonstration its invented people')
export class LoginController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly login: Login,
    private readonly demo: DemoLogin,
    private readonly sessions: LoginSessions,
  ) {}

  @Get('login')
  async begin(@Req() request: Request, @Res() response: Response, @Query('to') to: unknown): Promise<void> {
    const { login } = this.configuration;
    if (login.kind !== 'oidc') return this.#show(response, demoPage(this.#demoPeople(request), localPath(to)));
    const outcome = await this.login.begin(login, request, response, to);
    if (outcome) this.#go(response, outcome);
  }

  @Get('login/callback')
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.#go(response, await this.login.finish(this.#oidc(), request, response));
  }

  @Get('login/failed')
  failed(@Res() response: Response, @Query('code') code: unknown): void {
    const why: LoginRefusal = isLoginRefusal(code) ? code : 'response-invalid';
    this.#show(response, failedPage(why), why === 'provider-unavailable' ? 503 : 403);
  }

  @Post('login')
  async become(@Req() request: Request, @Res() response: Response, @Body() body: { hsaId?: unknown; to?: unknown } = {}): Promise<void> {
    const people = this.#demoPeople(request);
    const to = localPath(body.to);
    if (!this.#isOurs(request) || !(await this.demo.become(request, body.hsaId)))
      return this.#show(response, demoPage(people, to, loginTexts.noSuchPerson), 403);
    this.#go(response, { outcome: 'done', to });
  }

  @Get('logout')
  async askToLogOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { person } = request.session;
    if (person) this.#show(response, logOutPage(person), 200, await this.login.logoutOrigin(person));
    else this.#show(response, loggedOutPage());
  }

  @Post('logout')
  async logOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!this.#isOurs(request)) return this.#show(response, loggedOutPage(), 403);
    const person = await this.sessions.end(request, response);
    response.redirect(303, person ? await this.login.afterLogout(person) : '/logout');
  }

  #oidc(): OidcLoginConfiguration {
    const { login } = this.configuration;
    if (login.kind !== 'oidc') throw new NotFoundException();
    return login;
  }

  #demoPeople(request: Request): DemoPerson[] {
    const people = this.demo.people(request);
    if (!people) throw new NotFoundException();
    return people;
  }

  #isOurs({ headers }: Request): boolean {
    const { port, publicUrl } = this.configuration.server;
    return isSameOrigin(headers, port === 0 ? `http://${headers.host ?? ''}` : new URL(publicUrl).origin);
  }

  #go(response: Response, outcome: LoginOutcome): void {
    response.redirect(303, outcome.outcome === 'done' ? outcome.to : `/login/failed?code=${outcome.code}`);
  }

  /** @param elsewhere another origin that a form of the page leads on to */
  #show(response: Response, html: string, status = 200, elsewhere: string | null = null): void {
    const forms = ["'self'", ...(elsewhere === null ? [] : [elsewhere])].join(' ');
    response.setHeader('Content-Security-Policy', `default-src 'none'; form-action ${forms}; frame-ancestors 'none'; base-uri 'none'`);
    response.status(status).type('text/html; charset=utf-8').send(html);
  }
}
