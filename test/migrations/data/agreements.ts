import type { MigrationSample } from '../migration-sample';

/** A paper with its scan, the text that was signed, a reminder, and somebody whom a new version concerns. */
export const agreements: MigrationSample = {
  migration: 'Agreements1763733000000',
  rows: {
    agreement_template: [
      {
        version: '1',
        text: '# Ansvars- och sekretessförbindelse\n\nJag har läst.\n',
        text_hash: 'a1'.repeat(32),
        effective_from: '2026-01-01',
        sign_from: null,
        added_at: '2026-01-01T08:00:00.000Z',
        added_by: 'sealed1.AAAA',
      },
    ],
    agreement: [
      {
        id: '0199a1b2-0000-7000-8000-0000000000aa',
        municipality: 'berg',
        hsa_id_key: 'se2120002502-1a2b',
        template_version: '1',
        text_hash: 'a1'.repeat(32),
        source: 'paper',
        signed_on: '2026-11-03',
        signed_at: null,
        acr: null,
        received_on: '2026-11-05',
        valid_to: '2027-11-03',
        recorded_at: '2026-11-05T09:00:00.000Z',
        details: 'sealed1.BBBB',
        scan_id: '0199a1b2-0000-7000-8000-0000000000bb',
        withdrawn_at: null,
        withdrawal: null,
        replaces: null,
        replaced_by: null,
        revision: 1,
      },
    ],
    agreement_reminder: [
      {
        municipality: 'berg',
        hsa_id_key: 'se2120002502-1a2b',
        last_day: '2027-11-03',
        days: 60,
        at: '2027-09-04T05:10:00.000Z',
        mail_id: null,
      },
    ],
    agreement_to_settle: [{ municipality: 'berg', hsa_id_key: 'se2120002502-1a2b', template_version: '2' }],
    agreement_scan: [
      {
        id: '0199a1b2-0000-7000-8000-0000000000bb',
        municipality: 'berg',
        hsa_id_key: 'se2120002502-1a2b',
        media_type: 'application/pdf',
        bytes: 40000,
        sha256: 'b2'.repeat(32),
        parts: 1,
        stored_at: '2026-11-05T09:00:00.000Z',
      },
    ],
    agreement_scan_part: [{ scan_id: '0199a1b2-0000-7000-8000-0000000000bb', number: 0, sealed: 'CCCC' }],
  },
};
