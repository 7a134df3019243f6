import type { DeputyView, KeyView, RoleView } from '../../auth/views';
import { roleTexts } from './roles';

const place = ({ municipality, unit }: { municipality: string | null; unit: string | null }): string =>
  [municipality ?? 'alla kommuner', ...(unit === null ? [] : [`enhet ${unit}`])].join(', ');

const period = (from: string, to: string | null): string => `${from} – ${to ?? 'tills vidare'}`;

/** What the commands about roles, deputies and keys say to a person. */
export const roleCommandTexts = {
  options: {
    hsaId: 'bara den här personens',
    role: 'vilken roll',
    onlyRole: 'bara den här rollen',
    municipality: 'i vilken kommun',
    everywhere: 'i alla kommuner',
    unit: 'bara en enhet, med dess HSA-id',
    from: 'första dag, ÅÅÅÅ-MM-DD (annars i dag)',
    to: 'sista dag, ÅÅÅÅ-MM-DD',
    manager: 'chefens HSA-id',
    permission: 'vad nyckeln får användas till (kan upprepas)',
    past: 'också det som är slut',
  },
  commands: {
    role: 'vem som får göra vad i tjänsten',
    roleList: 'roller som gäller',
    roleGrant: 'ge någon en roll',
    roleRemove: 'ta bort en roll; gäller direkt',
    deputy: 'ersättare för chefer',
    deputyList: 'ersättare som gäller',
    deputyAdd: 'låt en kollega ersätta en chef under en tid',
    deputyEnd: 'avsluta en ersättning direkt',
    key: 'nycklar för program som använder API:et',
    keyList: 'nycklar som gäller',
    keyCreate: 'skapa en nyckel; den visas bara nu',
    keyRevoke: 'spärra en nyckel direkt',
  },
  unknownRole: (roles: string[]): string => `Det finns ingen sådan roll. De som finns: ${roles.join(', ')}.`,
  unknownPermission: (permissions: readonly string[]): string =>
    `Det finns ingen sådan behörighet för nycklar. De som finns: ${permissions.join(', ')}.`,
  whichMunicipality: 'Ange en kommun med --municipality, eller --everywhere för alla.',
  oneMunicipality: 'Ange bara en kommun, eller --everywhere för alla.',
  whichPermissions: 'Ange med --permission vad nyckeln får användas till.',
  nameForm: 'Namnet ska vara 1–80 tecken på en rad, utan personnummer.',
  notADay: (option: string): string => `--${option} ska vara en dag, ÅÅÅÅ-MM-DD.`,
  role: (view: RoleView): string[] => [
    view.id,
    view.hsaId,
    roleTexts[view.role],
    place(view),
    period(view.from, view.to),
    over(view.removedAt),
  ],
  granted: ({ id, hsaId, role }: RoleView): string => `${hsaId} har fått rollen ${roleTexts[role]} (${id}).`,
  removed: ({ hsaId, role }: RoleView): string => `${hsaId} har inte längre rollen ${roleTexts[role]}.`,
  deputy: (view: DeputyView): string[] => [
    view.id,
    view.deputyHsaId,
    `för ${view.managerHsaId}`,
    view.unit === null ? 'allt som chefen har' : place(view),
    period(view.from, view.to),
    over(view.endedAt),
  ],
  appointed: ({ id, managerHsaId, deputyHsaId, from, to }: DeputyView): string =>
    `${deputyHsaId} ersätter ${managerHsaId} ${period(from, to)} (${id}).`,
  ended: ({ managerHsaId, deputyHsaId }: DeputyView): string => `${deputyHsaId} ersätter inte längre ${managerHsaId}.`,
  key: ({ id, name, permissions, municipalities, to, lastUsedOn, revokedAt }: KeyView): string[] => [
    id,
    name,
    permissions.join(' '),
    municipalities?.join(' ') ?? 'alla kommuner',
    `till ${to}`,
    lastUsedOn === null ? 'aldrig använd' : `senast använd ${lastUsedOn}`,
    over(revokedAt),
  ],
  keyCreated: ({ id, name, to }: KeyView): string =>
    `Nyckeln ${name} (${id}) gäller till och med ${to}. Spara den nu; den visas inte igen:`,
  keyRevoked: ({ id, name }: KeyView): string => `Nyckeln ${name} (${id}) är spärrad.`,
};

const over = (at: string | null): string => (at === null ? '' : `slut ${at.slice(0, 10)}`);
