const page = (title: string, sentence: string, commands: string[]): string => `<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Tillträde</title></head>
<body>
<main>
<h1>${title}</h1>
<p>${sentence}</p>
${commands.map((command) => `<pre><code>${command}</code></pre>`).join('\n')}
</main>
</body>
</html>
`;

/** Pages that links in mails lead to. What is put into them has passed a pattern of letters, digits and hyphens. */
export const landingPage = {
  case: (number: string): string =>
    page(`Ärende ${number}`, 'Uppgifterna visas bara för den som har behörighet på servern där Tillträde körs. Använd kommandot:', [
      `scripts/tilltrade case show ${number}`,
    ]),
  run: (id: string): string =>
    page(`Körning ${id}`, 'Se vad körningen skulle ändra, och släpp den om det är rätt, på servern där Tillträde körs:', [
      `scripts/tilltrade sync --municipality ${id.replace(/-\d{8}T\d{6}-[0-9a-f]{4}$/, '')} --dry-run`,
      `scripts/tilltrade release ${id} --by NAMN --reason SKÄL`,
    ]),
};

/** What a request that cannot be answered is told: never what it asked for. */
export const refusalTexts = (status: number): string => (status === 404 ? 'Sidan finns inte.' : 'Det går inte att svara på frågan.');
