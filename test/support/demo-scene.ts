import type { AddressInfo } from 'node:net';
import { Browser, type Shown } from './browser';
import { type ServiceOptions, TestService } from './service';

/** Two people with roles and one without. */
const PEOPLE = [
  { hsaId: 'SE2120002502-CH3F', name: 'Annika Berglund', roles: [{ role: 'manager', municipality: 'berg' }] },
  { hsaId: 'SE2321000214-DR01', name: 'Lotta Wiberg', roles: [{ role: 'operator' }] },
  { hsaId: 'SE2120002502-4QBG', name: 'Åsa Öberg' },
];

/** A service with the demonstration's login. Real: all of it, HTTP too. Faked: its clock. */
export class DemoScene {
  readonly browser = new Browser();

  private constructor(
    readonly service: TestService,
    readonly configuration: object,
  ) {}

  static async start(configuration: object = {}, options: ServiceOptions = {}): Promise<DemoScene> {
    const settings = { server: { port: 0 }, login: { kind: 'demo', people: PEOPLE }, ...configuration };
    return new DemoScene(await TestService.start({ http: true, login: true, configuration: settings, ...options }), settings);
  }

  get url(): string {
    return urlOf(this.service);
  }

  /** One more instance on the same database. Closed before this one. */
  async another(): Promise<{ service: TestService; url: string }> {
    const service = await this.service.another();
    return { service, url: urlOf(service) };
  }

  async restartWith(configuration: object): Promise<void> {
    const { url } = this;
    await this.service.restart({ port: Number(new URL(url).port), configuration: { ...this.configuration, ...configuration } });
  }

  stop(): Promise<void> {
    return this.service.close();
  }

  become(hsaId: string, browser = this.browser, headers: Record<string, string> = { origin: this.url }): Promise<Shown> {
    return browser.open(`${this.url}/login`, { form: { hsaId, to: '/health/live' }, headers });
  }

  /** Of `/api/v1/me`: 200 where somebody is logged in, else 401. */
  async status(browser = this.browser, url = this.url): Promise<number> {
    return (await browser.open(`${url}/api/v1/me`)).status;
  }
}

const urlOf = (service: TestService): string => `http://127.0.0.1:${(service.httpServer.address() as AddressInfo).port}`;
