import type { OrderState } from '../../orders/order';
import type { OrderView } from '../../orders/order-view';
import { displayTime } from '../../platform/time';

const state: Record<OrderState, string> = { placed: 'lagd', fulfilled: 'behörighet klar', ended: 'avslutad', withdrawn: 'återtagen' };

const period = (from: string, to: string | null): string => `${from} – ${to ?? 'tills vidare'}`;

const who = ({ isProtected, name }: OrderView): string => (isProtected ? 'skyddad person' : (name ?? ''));

/** What the commands about orders say to a person. */
export const orderCommandTexts = {
  options: {
    by: 'HSA-id för den som beställer, som måste ha en roll som får',
    municipality: 'kommunen',
    role: 'rollens kod i Cosmic',
    unit: 'enhetens HSA-id (annars personens egen enhet)',
    from: 'första dag, ÅÅÅÅ-MM-DD (annars i dag)',
    to: 'sista dag, ÅÅÅÅ-MM-DD (annars tills vidare)',
    newTo: 'sista dag, ÅÅÅÅ-MM-DD, eller - för tills vidare',
    lastDay: 'sista dag, ÅÅÅÅ-MM-DD (annars avslutas beställningen direkt)',
    manager: 'HSA-id för chefen, när någon annan beställer',
    confirm: 'kod för en fråga som ska besvaras med ja (kan upprepas)',
    state: 'bara beställningar i det här läget (kan upprepas)',
    hsaId: 'bara den här personens',
    onlyGood: 'beställ de rader som är rätta, även om andra har fel',
    csv: 'svara med en CSV-fil med en rad för varje rad',
  },
  commands: {
    order: 'chefers beställningar',
    orderPlace: 'beställ åtkomst för en person',
    orderShow: 'visa en beställning',
    orderList: 'beställningar, nyast först',
    orderChange: 'ändra roll, enhet eller dagar',
    orderEnd: 'avsluta en beställning, direkt eller en viss dag',
    orderWithdraw: 'återta en beställning som inte har gett behörighet',
    orderImport: 'många beställningar från en CSV-fil',
  },
  words: { number: 'beställning', warning: 'fråga' },
  mayNotOrder: 'Den som anges med --by har ingen roll som får beställa. Roller ges med role grant.',
  noHsaId: 'Skriv ett HSA-id efter --by.',
  unknownState: (states: readonly string[]): string => `Det finns inget sådant läge. De som finns: ${states.join(', ')}.`,
  missing: (name: string): string => `Filen ${name} finns inte eller går inte att läsa.`,
  confirmWith: (codes: readonly string[]): string => `Om det är rätt: lägg till ${codes.map((code) => `--confirm ${code}`).join(' ')}`,
  heading: (order: OrderView): string => `${order.number} ${state[order.state]} ${order.hsaId} ${who(order)}`.trimEnd(),
  row: (order: OrderView): string[] => [
    order.number,
    state[order.state],
    order.hsaId,
    who(order),
    order.cosmicRole.code,
    period(order.from, order.to),
    order.waitsFor ? `${order.waitsFor.isOld ? 'gammal, ' : ''}väntar på ${order.waitsFor.ownerText}` : '',
  ],
  lines: (order: OrderView): string[] =>
    [
      ['Roll', `${order.cosmicRole.name} (${order.cosmicRole.code})`],
      ['Enhet', order.unit && [order.unit.path.join(' / '), order.unit.hsaId].filter(Boolean).join(', ')],
      ['Tid', period(order.from, order.to)],
      ['Skäl', order.reason],
      ['Beställd', `${displayTime(order.placedAt)} av ${order.orderedBy}${order.onBehalfOf === null ? '' : ` för ${order.onBehalfOf}`}`],
      ['Avslutad', order.endedAt && `${displayTime(order.endedAt)}${order.endedBy === null ? '' : ` av ${order.endedBy}`}`],
      ['Varför', order.endReason],
      [
        'Väntar på',
        order.waitsFor &&
          `${order.waitsFor.ownerText} sedan ${displayTime(order.waitsFor.since)}${order.waitsFor.isOld ? ' (gammal)' : ''}: ${order.waitsFor.text}`,
      ],
    ].flatMap(([label, value]) => (value ? [`  ${label ?? ''}: ${value}`] : [])),
};
