import type { ProblemKind } from '../../audit/chain-check';

/** What people read of the audit trail. */
export const auditTexts = {
  problem: {
    'row-changed': 'Raden har ändrats efter att den skrevs.',
    'row-missing': 'Raden saknas.',
    'row-out-of-order': 'Raden hänger inte ihop med raden före.',
    'payload-changed': 'Radens uppgifter har ändrats efter att de skrevs.',
    'payload-missing': 'Radens uppgifter saknas utan att någon gallring förklarar det.',
    'payload-unexpected': 'Här finns uppgifter som inte hör till någon rad.',
    'erasure-outside-rule': 'Gallringen omfattar mer än regeln som den anger tillåter.',
    'erasure-count': 'Antalet gallrade rader stämmer inte med vad gallringen uppger.',
    'tail-missing': 'Kedjans sista rader saknas, från och med den här.',
    'head-missing': 'Kedjans slutmärke saknas.',
    'head-differs': 'Kedjans sista rad stämmer inte med slutmärket.',
    'head-forged': 'Slutmärket är inte skrivet av den här tjänsten.',
    'row-after-head': 'Raden ligger efter kedjans slut.',
  } satisfies Record<ProblemKind, string>,
};
