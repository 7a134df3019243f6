/** Who may use whom. The folders are the picture in the README; each rule says why it is there. */

const SPEC = '\\.spec\\.ts$';

/** Where the outside comes in. What they use is composed for them; nobody uses them. */
const ENTRANCES = '^src/(api|commands|scheduling|web)/|^src/(main|cli|app\\.module|core\\.module|bootstrap|schema-drift|config-docs)\\.ts$';

/** A file without a kind in its name (`assess.ts`, not `settle.service.ts`) is pure … */
const NAMED_PURE =
  '^src/(access|agreements|audit|auth|baseline|cosmic|directory|explanation|external-ad|findings|notifications|orders|people|reconciliation|reviews|service-desk|texts)/[^.]+(\\.types)?\\.ts$';

/** … and so are these of the platform; its others are what the pure ones are kept from. */
const PLATFORM_PURE =
  '^src/platform/(backoff|compressed-list|csv-text|errors|ldap/(ber-frames|dn-places|ldap-fault)|loopback|packed-list|paging|refusal|time|config/(configuration-docs|configuration-error|configuration-issues|configuration-rules|ldap-rules|people-rules|release-persons|schema)|leases/(holder|lease)|logging/(describe-error|loggable|scrub))\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing in two places; neither can be read or tested alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody uses and that uses nobody is forgotten work.',
      severity: 'error',
      from: { orphan: true, pathNot: [SPEC, ENTRANCES] },
      to: {},
    },
    {
      name: 'nobody-imports-an-entrance',
      comment: 'The command line, the schedules and the web stand on top. What two of them need belongs in a feature.',
      severity: 'error',
      from: { pathNot: ENTRANCES },
      to: { path: ENTRANCES },
    },
    {
      name: 'platform-knows-no-feature',
      comment:
        'The platform is below. It may use what people/ knows of HSA-ids and names, and the texts: a configuration is held to the same grammar as the data.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: {
        path: '^src/',
        pathNot: ['^src/platform/', '^src/texts/', '^src/people/(hsa-id|distinguished-name)\\.ts$', '^src/auth/role\\.ts$'],
      },
    },
    {
      name: 'directory-apart-from-external-ad',
      comment:
        'What is read and what is written meet only in access/, which decides. Otherwise a catalogue could write an account past all guards.',
      severity: 'error',
      from: { path: '^src/directory/', pathNot: SPEC },
      to: { path: '^src/external-ad/' },
    },
    {
      name: 'external-ad-apart-from-directory',
      comment: 'See directory-apart-from-external-ad.',
      severity: 'error',
      from: { path: '^src/external-ad/', pathNot: SPEC },
      to: { path: '^src/directory/' },
    },
    {
      name: 'pure-uses-pure',
      comment:
        'A rule is a function of its arguments, so that it can be read, tested row by row and asked again about yesterday: no Nest, database, file, clock or log.',
      severity: 'error',
      from: { path: `${NAMED_PURE}|${PLATFORM_PURE}`, pathNot: SPEC },
      to: { path: '^src/', pathNot: [NAMED_PURE, PLATFORM_PURE] },
    },
    {
      name: 'pure-uses-pure-packages',
      comment:
        'See pure-uses-pure. luxon reckons days, zod describes data, cron and yaml read a text, node:crypto hashes, node:buffer holds octets, node:zlib packs them: none reaches out.',
      severity: 'error',
      from: { path: `${NAMED_PURE}|${PLATFORM_PURE}`, pathNot: SPEC },
      to: { pathNot: ['^src/', '^node_modules/(luxon|@types/luxon|zod|cron|yaml)/', '^(node:)?(crypto|buffer|zlib)$'] },
    },
    {
      name: 'nodemailer-only-in-smtp',
      comment:
        'How a mail is sent can change without anyone else noticing. smtp/ also composes the message, so that a file holds the very octets that SMTP would carry.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/notifications/smtp/', SPEC] },
      to: { path: '^node_modules/(@types/)?nodemailer/' },
    },
    {
      name: 'ldapts-only-in-ldap',
      comment: 'ldapts reconnects unbound, follows cookies for ever and guesses at types; the ldap/ folders know how to ask it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(directory|external-ad|platform)/ldap/' },
      to: { path: '^node_modules/ldapts/' },
    },
    {
      name: 'sqlite-driver-only-in-database',
      comment: 'Everything goes through TypeORM and the one-writer driver; a connection past it can lose a commit.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/database/', SPEC] },
      to: { path: '^node_modules/(@types/)?(better-sqlite3|pg)/' },
    },
    {
      name: 'no-test-code-in-the-service',
      comment: 'The service is compiled without test/ and without development packages.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: '^test/' },
    },
    {
      name: 'no-development-packages-in-the-service',
      comment: 'They are not there where the service runs. Types vanish when it is compiled.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'only-listed-packages',
      comment: 'A package that comes along with another may be gone with its next version.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'require', 'import', 'default', 'types'] },
  },
};
