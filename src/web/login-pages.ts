import type { DemoPerson } from '../auth/login/demo-login.service';
import type { LoginRefusal } from '../auth/login/login-refusal';
import type { LoggedIn } from '../auth/session/session-data';
import { loginTexts as texts } from '../texts/sv/login';
import { roleText } from '../texts/sv/roles';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} – Tillträde</title></head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

const logInLink = (text: string): string => `<p><a href="/login">${escaped(text)}</a></p>`;

/** Why nobody was logged in, and what to do. */
export function failedPage(code: LoginRefusal): string {
  const { why, whatToDo } = texts.refusals[code];
  return page(texts.failedTitle, [paragraph(why), paragraph(whatToDo), logInLink(texts.tryAgain)].join('\n'));
}

/** @param to page to come back to, a local path */
export function demoPage(people: readonly DemoPerson[], to: string, problem: string | null = null): string {
  const choices = people.map(({ hsaId, name, roles }) => {
    return `<li>
<form method="post" action="/login">
<input type="hidden" name="hsaId" value="${escaped(hsaId)}">
<input type="hidden" name="to" value="${escaped(to)}">
<button type="submit">${escaped(name)}</button> ${escaped(`${hsaId}, ${texts.demoRoles(roles.map(roleText))}`)}
</form>
</li>`;
  });
  const told = problem === null ? [] : [`<p role="alert">${escaped(problem)}</p>`];
  return page(texts.title, [...told, paragraph(texts.demo), `<ul>\n${choices.join('\n')}\n</ul>`].join('\n'));
}

/** Logged in: a button that logs out. */
export const logOutPage = ({ name, hsaId }: LoggedIn): string =>
  page(
    texts.logOutTitle,
    `${paragraph(texts.loggedInAs(name, hsaId))}\n<form method="post" action="/logout"><button type="submit">${escaped(texts.logOutTitle)}</button></form>`,
  );

export const loggedOutPage = (): string => page(texts.loggedOutTitle, `${paragraph(texts.loggedOut)}\n${logInLink(texts.logIn)}`);
