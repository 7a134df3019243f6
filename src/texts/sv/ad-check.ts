const ADMINISTRATION = 'be AD-förvaltningen';

/** What `doctor` says of the Active Directory. DNs in it are those of the configuration. */
export const adCheckTexts = {
  controller: {
    name: 'AD: domänkontrollant',
    answers: (server: string) => `${server} svarar och godtar inloggningen`,
    remedy: 'kontrollera externalAd.url, urls, caFile och bind i konfigurationen.',
  },
  certificate: (server: string) => `AD: certifikatet för ${server}`,
  clientCertificate: 'AD: klientcertifikatet',
  ca: 'AD: CA-fil',
  encryption: {
    name: 'AD: kryptering',
    yes: 'anslutningen är krypterad och serverns certifikat är kontrollerat',
    no: 'anslutningen är inte krypterad: AD tar inte emot lösenord, och inga konton kan skapas',
    remedy: 'använd ldaps:// eller startTls: true.',
  },
  clock: {
    name: 'AD: klocka',
    agrees: (server: string) => `${server} går lika`,
    differs: (server: string, seconds: number) => `${server} går ${String(Math.abs(seconds))} s ${seconds > 0 ? 'före' : 'efter'} den här`,
    remedy: 'låt båda hämta tiden (NTP): konton slutar gälla efter domänkontrollantens klocka.',
  },
  domain: {
    name: 'AD: domän',
    is: 'externalAd.baseDn är domänens',
    isNot: 'externalAd.baseDn är inte domänens: namn som är upptagna utanför den syns inte',
    remedy: (domain: string) => `ange baseDn: "${domain}".`,
  },
  unit: {
    name: 'AD: organisationsenhet',
    there: 'externalAd.organisationalUnit finns',
    missing: 'externalAd.organisationalUnit finns inte, eller syns inte för kontot',
    remedy: `${ADMINISTRATION} skapa organisationsenheten och låta tjänstekontot läsa den, eller rätta organisationalUnit.`,
  },
  create: {
    name: 'AD: rätt att skapa',
    may: 'kontot får skapa användare, grupper och organisationsenheter i organisationsenheten',
    mayNot: (classes: readonly string[]) => `kontot får inte skapa ${listed(classes)} i organisationsenheten`,
    remedy: `${ADMINISTRATION} delegera rätten; dokumentationen har kommandona (dsacls).`,
  },
  write: {
    name: 'AD: rätt att skriva',
    may: 'kontot får skriva allt som tjänsten sätter',
    mayNot: (attributes: readonly string[]) => `kontot får inte skriva ${listed(attributes)}`,
    unknown: 'syns först när ett eget konto och en egen grupp finns',
    remedy: `${ADMINISTRATION} delegera rätten; dokumentationen har kommandona (dsacls).`,
    later: 'kör doctor igen när det första kontot är skrivet.',
  },
  narrow: {
    name: 'AD: inte mer rätt än så',
    is: 'kontot får inte skapa användare i domänens rot',
    isNot: 'kontot får skapa användare i domänens rot: det har mer rätt än tjänsten behöver',
    remedy: `${ADMINISTRATION} ta kontot ur administratörsgrupper, och delegera bara organisationsenheten.`,
  },
  pages: {
    name: 'AD: sidstorlek',
    fits: (pageSize: number, limit: number) => `${String(pageSize)} poster per sida; AD tillåter ${String(limit)}`,
    exceeds: (pageSize: number, limit: number) => `pageSize är ${String(pageSize)}, men AD ger högst ${String(limit)} poster per sida`,
    unknown: 'AD:s gräns (MaxPageSize) går inte att läsa',
    remedy: (limit: number) => `ange pageSize: ${String(limit)} eller mindre.`,
  },
  attribute: {
    name: (attribute: string) => `AD: attributet ${attribute}`,
    fits: 'finns och rymmer värdet',
    missing: 'finns inte i AD:s schema',
    multiValued: 'kan ha flera värden',
    short: (limit: number, needed: number) => `rymmer ${String(limit)} tecken; ${String(needed)} behövs`,
    noText: 'är inte text',
    notIndexed: 'saknar index: för varje konto som ska kopplas läser AD igenom alla användare i organisationsenheten',
    index: `${ADMINISTRATION} indexera attributet i schemat; dokumentationen har kommandot.`,
    remedy: (setting: string) => `välj ett annat i externalAd.${setting}.`,
  },
};

const CLASSES: Readonly<Record<string, string>> = { user: 'användare', group: 'grupper', organizationalUnit: 'organisationsenheter' };

const listed = (words: readonly string[]): string => new Intl.ListFormat('sv').format(words.map((word) => CLASSES[word] ?? word));
