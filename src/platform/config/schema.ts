import { z } from 'zod';
import { ROLES } from '../../auth/role';
import { configurationTexts as texts } from '../../texts/sv/configuration';

const text = z.string().min(1);
const path = text;
const hsaId = text;
const cronExpression = text;

const knownPerson = z.strictObject({
  hsaId: hsaId.describe('Begins with one of `hsaIdPrefixes`.'),
  surname: text.describe('As HSA has it.'),
});

const ATTRIBUTES = [
  'hsaIdentity',
  'personalIdentityNumber',
  'givenName',
  'middleName',
  'sn',
  'fullName',
  'cn',
  'mail',
  'telephoneNumber',
  'mobile',
  'title',
  'hsaTitle',
  'paTitleName',
  'paTitleCode',
  'personalPrescriptionCode',
  'hsaSystemRole',
  'startDate',
  'endDate',
  'userCertificate',
  'entryUUID',
  'entryCSN',
  'modifyTimestamp',
  'hsaProtectedPerson',
  'hsaCommissionPurpose',
  'hsaCommissionRight',
  'hsaCommissionMember',
  'hsaCommissionUnit',
] as const;
export type AttributeName = (typeof ATTRIBUTES)[number];

const attributes = z
  .partialRecord(z.enum(ATTRIBUTES), text)
  .default({})
  .describe('What this catalogue calls the attributes, only where it differs: `{ startDate: hsaStartDate }`.');

const sentinel = hsaId.nullable().default(null).describe('HSA-id of an entry that every complete read must find.');
const knownPersons = z.array(knownPerson).default([]).describe('People whose surname must read as given, or the municipality is halted.');

const ldifSource = z.strictObject({
  kind: z.literal('ldif').describe('A catalogue export as a file.'),
  file: path.describe('The export, RFC 2849.'),
  manifestFile: path
    .nullable()
    .default(null)
    .describe("YAML or JSON with `entries` and `sha256` of the file: proves that it was not cut at a record's edge."),
  attributes,
  sentinel,
  knownPersons,
});

const ldapUrl = z.url({ protocol: /^ldaps?$/, error: texts.ldapUrl });

/** How a server is reached, and as whom. */
const ldapServer = {
  url: ldapUrl
    .nullable()
    .default(null)
    .describe('`ldaps://host:636`, or `ldap://host:389` with `startTls`. Host and port only. This or `urls`.'),
  urls: z.array(ldapUrl).min(1).nullable().default(null).describe('Several servers with the same catalogue, tried in order.'),
  caFile: path.nullable().default(null).describe("CA certificates, PEM, instead of the system's."),
  bind: z
    .strictObject({
      dn: text.nullable().default(null).describe('Who to bind as with a password.'),
      passwordFile: path.nullable().default(null).describe('Holds the password; a final newline is removed.'),
      passwordEnv: text.nullable().default(null).describe('Environment variable that holds the password; this or `passwordFile`.'),
      certificateFile: path.nullable().default(null).describe('Client certificate, PEM, to bind with instead (SASL EXTERNAL).'),
      keyFile: path.nullable().default(null).describe("The client certificate's key, PEM."),
    })
    .describe('Either `dn` with a password, or `certificateFile` and `keyFile`.'),
  timeoutSeconds: z.number().positive().max(600).default(30).describe('For connecting, and for each request.'),
  startTls: z.boolean().default(false).describe('Encrypts an `ldap://` connection before anything else is said.'),
  allowPlaintextOnLoopback: z.boolean().default(false).describe('Lets `ldap://` to this machine itself go unencrypted.'),
};

const pageSize = z.int().min(1).max(10_000).default(500).describe('Entries per page; 500 is the fastest that was measured.');

const ldapSource = z.strictObject({
  kind: z.literal('ldap').describe('A catalogue server, read over LDAP version 3.'),
  ...ldapServer,
  baseDn: text.describe('DN under which the municipality has all its entries.'),
  pageSize,
  attributes,
  expectedReferences: z
    .array(text)
    .default([])
    .describe('URLs of search references that may be met, for what lies elsewhere; any other makes the read incomplete. None is followed.'),
  sentinel,
  knownPersons,
});

const limit = (count: number, percent: number, what: string) =>
  z
    .strictObject({
      count: z.int().min(0).default(count).describe(`More ${what} than this in one run trips.`),
      percent: z
        .number()
        .min(0)
        .max(100)
        .default(percent)
        .describe("So does a larger share of the municipality's accounts, when more than 2."),
    })
    .prefault({});

const brake = z.strictObject({
  removals: limit(25, 20, 'removals'),
  changes: limit(200, 40, 'changes'),
  creations: limit(200, 100, 'creations'),
});

const municipality = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, texts.code)
    .describe('Short name in commands, OUs and mail: lower-case letters, digits and hyphens, at most 20.'),
  name: text.max(64).describe('As people read it, for example `Bergs kommun`.'),
  organisationNumber: z
    .string()
    .regex(/^\d{10}$/, texts.organisationNumber)
    .describe('10 digits, in quotation marks.'),
  hsaIdPrefixes: z.array(text).min(1).describe("A person's HSA-id must begin with one of these, for example `SE2120002502-`."),
  allowTestHsaIds: z.boolean().default(false).describe("Takes ids of Inera's test environments, `TSTNMT…`, too."),
  source: z.discriminatedUnion('kind', [ldifSource, ldapSource]),
  brake: brake.prefault({}),
  policy: z
    .strictObject({
      requireOrder: z.boolean().default(false).describe('No account without an active order from a manager.'),
      requireAgreement: z.boolean().default(true).describe('Not ready for Cosmic without a valid agreement.'),
      requireTestLogin: z
        .boolean()
        .default(true)
        .describe("The municipality's first grants wait until somebody has logged in on trial and it was written down that it worked."),
      disableWhenAgreementLapses: z
        .boolean()
        .default(false)
        .describe('The account is disabled, too, when an agreement has lapsed and `agreements.graceDays` are over.'),
    })
    .prefault({}),
});

const externalAd = {
  organisationalUnit: text.describe('DN of the OU that holds one OU per municipality.'),
  upnSuffix: text.regex(/^[A-Za-z0-9.-]+$/, texts.upnSuffix).describe('User principal names are `HSA-id@suffix`.'),
  retentionDays: z.int().min(0).default(90).describe('A closed account is deleted after this many days.'),
};

const modelAd = z.strictObject({
  kind: z.literal('model').optional().default('model').describe('The accounts are kept in the database of this service.'),
  ...externalAd,
});

const adAttribute = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, texts.adAttribute);

const onDrift = (what: string) => z.enum(['report', 'heal']).default('report').describe(what);

const ldapAd = z.strictObject({
  kind: z.literal('ldap').describe('The accounts are written to an Active Directory, over LDAP.'),
  ...externalAd,
  ...ldapServer,
  baseDn: text.describe('DN of the domain: account names and UPNs are unique within it.'),
  pageSize,
  hsaIdAttribute: adAttribute.default('employeeNumber').describe('AD attribute that holds the HSA-id: one value, at least 31 characters.'),
  markAttribute: adAttribute.default('adminDescription').describe('AD attribute that holds the mark of what is ours.'),
  mark: z.string().min(1).max(256).default('Tillträde').describe('The mark. What does not bear it is not touched.'),
  drift: z
    .strictObject({
      changed: onDrift('What is done about an account that was changed by hand.'),
      missing: onDrift('About one that is gone from the AD.'),
      moved: onDrift('About one that lies elsewhere or has another name.'),
      groups: onDrift('About one that was added to or taken out of one of our groups.'),
    })
    .prefault({})
    .describe('An account that is enabled though it should be disabled is always mended; what is unknown is only reported.'),
});

const sender = z.email().describe('Sender of all mail.');

const fileMail = z.strictObject({
  kind: z.literal('file').optional().default('file').describe('Each mail becomes a file, `.eml`.'),
  directory: path.default('data/mail').describe('Created when it is missing.'),
  from: sender,
});

const smtpMail = z.strictObject({
  kind: z.literal('smtp').describe('Mail is sent.'),
  url: z
    .url({ protocol: /^smtps?$/ })
    .describe(
      '`smtp://host:587` (STARTTLS demanded, but for loopback without a user or a CA) or `smtps://host:465`. Holds no user or password.',
    ),
  caFile: path.nullable().default(null).describe("CA certificates, PEM, instead of the system's."),
  user: text.nullable().default(null).describe('Who to log in as; none: no login.'),
  passwordFile: path.nullable().default(null).describe('Holds the password; a final newline is removed.'),
  passwordEnv: text.nullable().default(null).describe('Environment variable that holds the password; this or `passwordFile`.'),
  timeoutSeconds: z.number().positive().max(600).default(30).describe('For one whole delivery.'),
  from: sender,
});

const noLogin = z.strictObject({
  kind: z.literal('none').optional().default('none').describe('Nobody logs in: commands and API keys only.'),
});

const oidcLogin = z.strictObject({
  kind: z.literal('oidc').describe('OpenID Connect, authorization code with PKCE: Inera IdP, say.'),
  issuer: z.url({ protocol: /^https?$/ }).describe('Its issuer identifier; `https`, or `http` on loopback.'),
  clientId: text.describe('As whom this service is registered there.'),
  clientSecretFile: path.nullable().default(null).describe("Holds the client's secret; a final newline is removed."),
  clientSecretEnv: text
    .nullable()
    .default(null)
    .describe('Environment variable that holds the secret; this or `clientSecretFile`, or neither for a public client.'),
  scope: text.default('openid commission personal_identity_number').describe('What is asked for; holds `openid`.'),
  acr: z
    .array(text)
    .min(1)
    .default(['http://id.sambi.se/loa/loa3'])
    .describe('Levels of assurance that are good enough. A login at another is refused.'),
  claim: text.default('employeeHsaId').describe('The claim that says who it is: an HSA-id.'),
  clockToleranceSeconds: z.int().min(0).max(300).default(30).describe("How much the provider's clock may differ."),
  caFile: path.nullable().default(null).describe("CA certificates, PEM, instead of the system's."),
});

const demoLogin = z.strictObject({
  kind: z
    .literal('demo')
    .describe('Anybody becomes anybody in the list, without a password: for a demonstration on this machine, and refused elsewhere.'),
  people: z
    .array(
      z.strictObject({
        hsaId: hsaId.describe('Who it is.'),
        name: text.describe('As shown.'),
        roles: z
          .array(
            z.strictObject({
              role: z.enum(ROLES).describe('What they are.'),
              municipality: text.nullable().default(null).describe('Code; none: every municipality.'),
              unit: text.nullable().default(null).describe('HSA-id of a unit; none: the whole municipality.'),
            }),
          )
          .default([])
          .describe('What they may do.'),
      }),
    )
    .min(1)
    .describe('Who can be chosen.'),
});

const cosmicRole = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,29}$/, texts.roleCode)
    .describe('Short and lasting: orders keep it.'),
  name: text.max(80).describe('What managers choose, for example `Sjuksköterska kommun`.'),
  enter: text.max(500).describe('What Servicecenter enters in Cosmic, exactly.'),
  titles: z.array(text).default([]).describe('Titles that the role suits; others are asked about. None: any.'),
});

const days = (count: readonly number[], what: string) =>
  z
    .array(z.int().min(1).max(365))
    .default([...count])
    .describe(what);

const level = (count: number, what: string) =>
  z.number().positive().max(365).default(count).describe(`Working days from opened to done: ${what}.`);

const NOTIFY_ON = ['name', 'unit', 'title', 'prescriberCode', 'commissions', 'dates', 'protected'] as const;
export type MailWorthyField = (typeof NOTIFY_ON)[number];

export const DATABASE_URL = /^(sqlite:.+|postgres(ql)?:\/\/.+)$/;
const databaseUrl = z.string().regex(DATABASE_URL, texts.databaseUrl);

/** The one configuration file, as the contract has it. `scripts/config-docs` prints it as a table for the README. */
export const configurationSchema = z.strictObject({
  database: z.strictObject({
    url: databaseUrl.describe('`sqlite:FILE` or `postgres://user@host:5432/name`; a password comes from `PGPASSWORD` or `PGPASSFILE`.'),
  }),
  server: z
    .strictObject({
      host: text.default('127.0.0.1').describe('Address to listen on.'),
      port: z.int().min(0).max(65535).default(8080).describe('0 takes any free port.'),
      publicUrl: z
        .url({ protocol: /^https?$/ })
        .default('http://127.0.0.1:8080')
        .describe('What links in mails begin with.'),
    })
    .prefault({}),
  systemRole: z
    .string()
    .regex(/^[^;\s]+;[^;\s]+$/, texts.systemRole)
    .default('RJH;LINK')
    .describe('The value of `hsaSystemRole` that gives access, exactly: `system;role`.'),
  identityHashKeyFile: path.describe('Raw bytes, a final newline removed, at least 32. Created only beside an empty database.'),
  operations: z
    .strictObject({ address: z.email().nullable().default(null).describe('Is told of halts, failures and a day without a complete read.') })
    .prefault({}),
  municipalities: z.array(municipality).min(1),
  externalAd: z.discriminatedUnion('kind', [modelAd, ldapAd]),
  mail: z.discriminatedUnion('kind', [fileMail, smtpMail]),
  notifications: z
    .strictObject({
      digestFrom: z.int().min(2).default(20).describe('From this many mails of one kind in one run they become one.'),
      on: z
        .array(z.enum(NOTIFY_ON))
        .default([...NOTIFY_ON])
        .describe('Changes that Servicecenter is told of.'),
    })
    .prefault({}),
  login: z.discriminatedUnion('kind', [noLogin, oidcLogin, demoLogin]).prefault({}),
  session: z
    .strictObject({
      idleMinutes: z.number().positive().max(480).default(30).describe('A session that nobody uses ends after this.'),
      absoluteHours: z.number().positive().max(24).default(10).describe('Every session ends after this.'),
    })
    .prefault({}),
  releases: z
    .strictObject({
      persons: z
        .int()
        .min(1)
        .max(2)
        .nullable()
        .default(null)
        .describe(
          'How many must say yes before a halted plan is let through. None: two where people log in, one where only commands are used.',
        ),
      roles: z.array(z.enum(ROLES)).min(1).default(['operator']).describe('Who may say so.'),
    })
    .prefault({}),
  cosmicRoles: z.array(cosmicRole).default([]).describe('Roles in Cosmic that can be ordered. None: nothing can be.'),
  orders: z
    .strictObject({
      remindDays: days([30, 7], 'Days before an end date on which the manager is reminded.'),
      agesAfterDays: z.int().min(1).default(5).describe('An order that nobody has acted on for so many days is shown as old.'),
    })
    .prefault({}),
  agreements: z
    .strictObject({
      validMonths: z.int().min(1).max(600).nullable().default(null).describe('How long a signature holds; none: until it is withdrawn.'),
      remindDays: days([60, 14], 'Days before an agreement ends on which the user is reminded.'),
      graceDays: z
        .int()
        .min(0)
        .max(365)
        .default(14)
        .describe('Days after an agreement lapsed before Servicecenter is asked to withdraw the permission.'),
      scanKeyFile: path
        .nullable()
        .default(null)
        .describe('Encrypts scanned agreements: raw bytes, a final newline removed, at least 32. None: scans are not taken.'),
      scanMegabytes: z.number().positive().max(100).default(10).describe('The largest scan.'),
    })
    .prefault({}),
  api: z
    .strictObject({
      requestsPerMinute: z.int().min(1).default(1200).describe('For each person, key or, without login, address; more are told to wait.'),
    })
    .prefault({}),
  serviceDesk: z.strictObject({
    address: z.email().describe("Servicecenter's mailbox."),
    serviceLevelDays: z
      .strictObject({
        new: level(2, 'new'),
        changed: level(5, 'changed'),
        ended: level(1, 'ended'),
        reinstated: level(2, 'reinstated'),
      })
      .prefault({}),
    undoMinutes: z.number().min(0).max(1440).default(10).describe('A grant can be undone for so long; only then are people told.'),
    guideUrl: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null)
      .describe('The guide that users are pointed to when their permission is ready.'),
  }),
  schedule: z
    .strictObject({
      sync: cronExpression.default('*/15 * * * *').describe('When catalogues are read; cron, Swedish time.'),
      nearMisses: cronExpression.default('0 2 * * *').describe('When roles that are nearly right are looked for.'),
      checkpoints: cronExpression.default('17 * * * *').describe('When the audit chain is signed.'),
      adComparison: cronExpression.default('40 * * * *').describe('When the Active Directory is compared with what should be there.'),
    })
    .prefault({}),
  audit: z
    .strictObject({
      payloadRetentionDays: z
        .int()
        .min(30)
        .default(1827)
        .describe('When the personal payload of audit rows is erased; the chain stays. 1827 days are five years.'),
      checkpointDirectory: path
        .nullable()
        .default(null)
        .describe(
          'Where signed checkpoints of the chain are written, outside the database: a cut tail or a rewritten chain then shows. None: no checkpoints.',
        ),
      checkpointKeyFile: path
        .nullable()
        .default(null)
        .describe('Ed25519 private key, PEM (PKCS #8), that signs them. Created when it is missing.'),
    })
    .prefault({}),
});

export type Configuration = z.output<typeof configurationSchema>;
export type MunicipalityConfiguration = Configuration['municipalities'][number];
export type LdifSourceConfiguration = z.output<typeof ldifSource>;
export type LdapSourceConfiguration = z.output<typeof ldapSource>;
/** How a server is reached, and as whom: a catalogue's, or the external AD's. */
export type LdapServerConfiguration = Pick<LdapSourceConfiguration, keyof typeof ldapServer>;
export type ExternalAdConfiguration = Configuration['externalAd'];
export type LdapAdConfiguration = z.output<typeof ldapAd>;
export type MailConfiguration = Configuration['mail'];
export type LoginConfiguration = Configuration['login'];
export type OidcLoginConfiguration = z.output<typeof oidcLogin>;
export type DemoLoginConfiguration = z.output<typeof demoLogin>;
export type CosmicRoleConfiguration = Configuration['cosmicRoles'][number];
export type BrakeConfiguration = MunicipalityConfiguration['brake'];
