import { counted } from './counted';

/** What the commands about the AD say to a person. */
export const adCommandTexts = {
  isModel:
    'Externt AD är modellen i tjänstens egen databas (externalAd.kind: model). Det finns inget AD att jämföra med eller ta över konton ur.',
  status: {
    completed: 'klar',
    halted: 'klar, men rättningen är stoppad',
    incomplete: 'ofullständig',
    failed: 'misslyckades',
    previewed: 'förhandsvisning',
  },
  compared: (status: string, server: string | null, compared: number, drifts: number): string =>
    `Jämförelse med AD${server === null ? '' : ` (${server})`}: ${status}. ${counted(compared, 'konto jämfört', 'konton jämförda')}, ${counted(drifts, 'avvikelse', 'avvikelser')}.`,
  healed: (count: number, dryRun: boolean): string =>
    dryRun
      ? `${counted(count, 'konto skulle rättas', 'konton skulle rättas')}.`
      : `${counted(count, 'konto väntar', 'konton väntar')} på att rättas. Tjänsten gör det strax, eller kör scripts/tilltrade dispatch --ad.`,
  howToHeal: 'Rätta det som externalAd.drift tillåter: scripts/tilltrade ad compare --heal',
  elsewhere: 'utan kommun',

  whichToAdopt: 'Ange ett HSA-id, eller --all för alla. Se först vilka det gäller: scripts/tilltrade ad adopt --all --dry-run',
  adopted: (accounts: number, groups: number): string =>
    `${counted(accounts, 'konto övertaget', 'konton övertagna')}, ${counted(groups, 'grupp', 'grupper')}. Tjänsten skriver dem strax, eller kör scripts/tilltrade dispatch --ad.`,
  becomes: { enabled: 'blir aktivt', disabled: 'blir inaktiverat' },
  hindrance: {
    'hsa-id-twice': 'kan inte tas över: flera objekt har samma HSA-id',
    linked: 'kan inte tas över: personen har redan ett konto i AD',
    elsewhere: 'kan inte tas över än: personens konto kan finnas på en annan domänkontrollant',
    'to-be-deleted': 'kan inte tas över: kontot är gallrat, och objektet skulle raderas',
  },
};
