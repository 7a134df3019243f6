import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/**
 * The first schema: people as HSA shows them, accounts, holds, cases, mails, findings, runs, halted plans, the audit chain,
 * leases and settings. Written with TypeORM's table builder so that SQLite and PostgreSQL get the same tables. It meets an
 * empty database: no data is at risk.
 */
export class InitialSchema1763690400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'hold',
        columns: [
          { name: 'municipality', type: 'varchar', length: '20', isPrimary: true },
          { name: 'hsa_id_key', type: 'varchar', length: '64', isPrimary: true },
          { name: 'kind', type: 'varchar', length: '32', isPrimary: true },
          { name: 'since', type: 'varchar', length: '24' },
          { name: 'detail', type: 'text' },
          { name: 'observed', type: 'text', isNullable: true },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'audit_row',
        columns: [
          { name: 'seq', type: 'integer', isPrimary: true },
          { name: 'at', type: 'varchar', length: '24' },
          { name: 'actor_kind', type: 'varchar', length: '16' },
          { name: 'actor_name', type: 'text' },
          { name: 'system_user', type: 'text', isNullable: true },
          { name: 'action', type: 'varchar', length: '64' },
          { name: 'municipality', type: 'varchar', length: '20', isNullable: true },
          { name: 'subject', type: 'varchar', length: '64', isNullable: true },
          { name: 'case_number', type: 'varchar', length: '16', isNullable: true },
          { name: 'run_id', type: 'varchar', length: '64', isNullable: true },
          { name: 'trace_id', type: 'varchar', length: '64', isNullable: true },
          { name: 'payload_digest', type: 'varchar', length: '64', isNullable: true },
          { name: 'previous_hash', type: 'varchar', length: '64' },
          { name: 'hash', type: 'varchar', length: '64' },
        ],
        indices: [
          { name: 'ix_audit_row_at', columnNames: ['at'] },
          { name: 'ix_audit_row_run', columnNames: ['run_id'] },
          { name: 'ix_audit_row_subject', columnNames: ['subject', 'seq'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'audit_payload',
        columns: [
          { name: 'seq', type: 'integer', isPrimary: true },
          { name: 'salt', type: 'varchar', length: '32' },
          { name: 'sealed', type: 'text' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'audit_head',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true },
          { name: 'seq', type: 'integer' },
          { name: 'hash', type: 'varchar', length: '64' },
          { name: 'seal', type: 'text' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'account',
        columns: [
          { name: 'municipality', type: 'varchar', length: '20', isPrimary: true },
          { name: 'hsa_id_key', type: 'varchar', length: '64', isPrimary: true },
          { name: 'account_name', type: 'varchar', length: '20' },
          { name: 'user_principal_name', type: 'varchar', length: '256' },
          { name: 'desired_enabled', type: 'boolean' },
          { name: 'desired', type: 'text' },
          { name: 'remarks', type: 'text', isNullable: true },
          { name: 'desired_version', type: 'integer' },
          { name: 'applied', type: 'text', isNullable: true },
          { name: 'applied_version', type: 'integer' },
          { name: 'applied_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'refused_code', type: 'varchar', length: '64', isNullable: true },
          { name: 'refused_since', type: 'varchar', length: '24', isNullable: true },
          { name: 'created_at', type: 'varchar', length: '24' },
          { name: 'disabled_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'closed_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'deleted_at', type: 'varchar', length: '24', isNullable: true },
        ],
        indices: [
          { name: 'account_user_principal_name', columnNames: ['user_principal_name'], isUnique: true },
          { name: 'account_name', columnNames: ['account_name'], isUnique: true },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'finding',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'identity', type: 'varchar', length: '64' },
          { name: 'kind', type: 'varchar', length: '64' },
          { name: 'municipality', type: 'varchar', length: '20' },
          { name: 'hsa_id', type: 'text', isNullable: true },
          { name: 'dn', type: 'text', isNullable: true },
          { name: 'detail', type: 'text' },
          { name: 'since', type: 'varchar', length: '24' },
          { name: 'closed_at', type: 'varchar', length: '24', isNullable: true },
        ],
        indices: [{ name: 'finding_open', columnNames: ['municipality', 'closed_at'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'mail',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'message_id', type: 'varchar', length: '320' },
          { name: 'kind', type: 'varchar', length: '16' },
          { name: 'recipient', type: 'varchar', length: '320' },
          { name: 'subject', type: 'varchar', length: '200' },
          { name: 'municipality', type: 'varchar', length: '20', isNullable: true },
          { name: 'hsa_id', type: 'varchar', length: '64', isNullable: true },
          { name: 'hsa_id_key', type: 'varchar', length: '64', isNullable: true },
          { name: 'model', type: 'text' },
          { name: 'is_protected', type: 'boolean' },
          { name: 'state', type: 'varchar', length: '16' },
          { name: 'attempts', type: 'integer' },
          { name: 'refusals', type: 'integer' },
          { name: 'unknown_outcomes', type: 'integer' },
          { name: 'next_attempt_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'fencing', type: 'integer', isNullable: true },
          { name: 'created_at', type: 'varchar', length: '24' },
          { name: 'sent_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'last_error', type: 'text', isNullable: true },
        ],
        indices: [
          { name: 'mail_person', columnNames: ['municipality', 'hsa_id_key'] },
          { name: 'mail_state', columnNames: ['state', 'next_attempt_at'] },
        ],
        uniques: [{ name: 'UQ_d23285093ea237bc7632d4fcce9', columnNames: ['message_id'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'mail_attempt',
        columns: [
          { name: 'mail_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'number', type: 'integer', isPrimary: true },
          { name: 'at', type: 'varchar', length: '24' },
          { name: 'outcome', type: 'varchar', length: '16' },
          { name: 'detail', type: 'text', isNullable: true },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'mail_case',
        columns: [
          { name: 'mail_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'case_number', type: 'varchar', length: '16', isPrimary: true },
        ],
        indices: [{ name: 'mail_case_number', columnNames: ['case_number'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'person',
        columns: [
          { name: 'municipality', type: 'varchar', length: '20', isPrimary: true },
          { name: 'hsa_id_key', type: 'varchar', length: '64', isPrimary: true },
          { name: 'hsa_id', type: 'varchar', length: '64' },
          { name: 'state', type: 'varchar', length: '16' },
          { name: 'since', type: 'varchar', length: '24' },
          { name: 'has_system_role', type: 'boolean' },
          { name: 'near_miss', type: 'text', isNullable: true },
          { name: 'problems', type: 'text' },
          { name: 'is_protected', type: 'boolean' },
          { name: 'personal_number_hash', type: 'varchar', length: '64', isNullable: true },
          { name: 'facts', type: 'text', isNullable: true },
          { name: 'fingerprint', type: 'varchar', length: '64' },
          { name: 'next_clock_change', type: 'varchar', length: '24', isNullable: true },
        ],
        indices: [
          { name: 'person_next_clock_change', columnNames: ['municipality', 'next_clock_change'] },
          { name: 'person_personal_number', columnNames: ['personal_number_hash'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'setting',
        columns: [
          { name: 'key', type: 'varchar', length: '64', isPrimary: true },
          { name: 'value', type: 'text' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'lease',
        columns: [
          { name: 'name', type: 'varchar', length: '100', isPrimary: true },
          { name: 'holder', type: 'varchar', length: '200' },
          { name: 'until', type: 'varchar', length: '24' },
          { name: 'fencing', type: 'integer' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'run',
        columns: [
          { name: 'id', type: 'varchar', length: '64', isPrimary: true },
          { name: 'municipality', type: 'varchar', length: '20' },
          { name: 'mode', type: 'varchar', length: '16' },
          { name: 'status', type: 'varchar', length: '16' },
          { name: 'actor_kind', type: 'varchar', length: '16' },
          { name: 'actor_name', type: 'text' },
          { name: 'system_user', type: 'text', isNullable: true },
          { name: 'started_at', type: 'varchar', length: '24' },
          { name: 'finished_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'counts', type: 'text' },
          { name: 'reason', type: 'text', isNullable: true },
          { name: 'plan_id', type: 'varchar', length: '36', isNullable: true },
          { name: 'released_plan_id', type: 'varchar', length: '36', isNullable: true },
        ],
        indices: [{ name: 'run_municipality', columnNames: ['municipality', 'started_at'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'plan',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'municipality', type: 'varchar', length: '20' },
          { name: 'created_at', type: 'varchar', length: '24' },
          { name: 'digest', type: 'varchar', length: '64' },
          { name: 'tripped', type: 'text' },
          { name: 'state', type: 'varchar', length: '16' },
          { name: 'released_by', type: 'text', isNullable: true },
          { name: 'released_at', type: 'varchar', length: '24', isNullable: true },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'plan_row',
        columns: [
          { name: 'plan_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'hsa_id_key', type: 'varchar', length: '64', isPrimary: true },
          { name: 'action', type: 'varchar', length: '16' },
          { name: 'digest', type: 'varchar', length: '64' },
          { name: 'content', type: 'text' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'municipality_state',
        columns: [
          { name: 'code', type: 'varchar', length: '20', isPrimary: true },
          { name: 'first_run_at', type: 'varchar', length: '24' },
          { name: 'last_complete_read_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'settled_with', type: 'varchar', length: '64', isNullable: true },
          { name: 'halt_told', type: 'boolean', default: 'false' },
          { name: 'read_trouble_told', type: 'boolean', default: 'false' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'service_case',
        columns: [
          { name: 'number', type: 'varchar', length: '16', isPrimary: true },
          { name: 'municipality', type: 'varchar', length: '20' },
          { name: 'hsa_id_key', type: 'varchar', length: '64' },
          { name: 'event', type: 'varchar', length: '16' },
          { name: 'state', type: 'varchar', length: '16' },
          { name: 'is_protected', type: 'boolean' },
          { name: 'facts', type: 'text' },
          { name: 'opened_at', type: 'varchar', length: '24' },
          { name: 'updated_at', type: 'varchar', length: '24' },
          { name: 'ended_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'superseded_by', type: 'varchar', length: '16', isNullable: true },
        ],
        indices: [{ name: 'service_case_person', columnNames: ['municipality', 'hsa_id_key', 'state'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'case_event',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'case_number', type: 'varchar', length: '16' },
          { name: 'municipality', type: 'varchar', length: '20' },
          { name: 'event', type: 'varchar', length: '16' },
          { name: 'at', type: 'varchar', length: '24' },
          { name: 'run_id', type: 'varchar', length: '64', isNullable: true },
          { name: 'changes', type: 'text' },
          { name: 'mail_id', type: 'varchar', length: '36', isNullable: true },
        ],
        indices: [
          { name: 'case_event_case', columnNames: ['case_number'] },
          { name: 'case_event_untold', columnNames: ['municipality', 'mail_id'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'case_counter',
        columns: [
          { name: 'year', type: 'integer', isPrimary: true },
          { name: 'last', type: 'integer' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'case_told',
        columns: [
          { name: 'municipality', type: 'varchar', length: '20', isPrimary: true },
          { name: 'hsa_id_key', type: 'varchar', length: '64', isPrimary: true },
          { name: 'told', type: 'text' },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.dropTable(table);
  }
}

const TABLES = [
  'case_told',
  'case_counter',
  'case_event',
  'service_case',
  'municipality_state',
  'plan_row',
  'plan',
  'run',
  'lease',
  'setting',
  'person',
  'mail_case',
  'mail_attempt',
  'mail',
  'finding',
  'account',
  'audit_head',
  'audit_payload',
  'audit_row',
  'hold',
];
