/** What a browser shows in the end. */
export interface Shown {
  url: string;
  status: number;
  text: string;
  headers: Headers;
}

const MOST_REDIRECTS = 12;

/** A browser as far as a login needs one: it keeps cookies per origin and follows redirects. It runs no script. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Each address that it asked for, in order. */
  readonly visited: string[] = [];

  /** @param stopAt an address that begins so is not asked for: where one was sent is the answer */
  async open(address: string, { stopAt, form, headers = {} }: OpenOptions = {}): Promise<Shown> {
    let url = address;
    let init: RequestInit = form === undefined ? { headers } : { method: 'POST', body: new URLSearchParams(form), headers };
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects += 1) {
      const response = await this.#ask(url, init);
      const location = response.headers.get('location');
      if (location === null) return { url, status: response.status, text: await response.text(), headers: response.headers };
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (stopAt !== undefined && url.startsWith(stopAt)) return { url, status: response.status, text: '', headers: response.headers };
      init = {};
    }
    throw new Error('Too many redirects');
  }

  cookie(url: string, name: string): string | undefined {
    return this.#cookies.get(new URL(url).origin)?.get(name);
  }

  setCookie(url: string, name: string, value: string): void {
    this.#jar(url).set(name, value);
  }

  async #ask(url: string, init: RequestInit): Promise<Response> {
    this.visited.push(url);
    const cookies = [...this.#jar(url)].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = init.headers as Record<string, string> | undefined;
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...own, ...(cookies && { cookie: cookies }) } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) this.#jar(url).delete(name);
      else this.#jar(url).set(name, value);
    }
    return response;
  }

  #jar(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    return jar;
  }
}

export interface OpenOptions {
  stopAt?: string;
  /** Sent with POST. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
}
