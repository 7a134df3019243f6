/** The least that a configuration must hold, as it stands in YAML; each call gives a copy of its own to change. */
export const minimalConfiguration = () => ({
  database: { url: 'sqlite:data/test.sqlite' },
  identityHashKeyFile: 'data/identity-hash.key',
  municipalities: [
    {
      code: 'berg',
      name: 'Bergs kommun',
      organisationNumber: '2120002502',
      hsaIdPrefixes: ['SE2120002502-'],
      source: { kind: 'ldif', file: 'config/berg.ldif' },
    },
  ],
  externalAd: { organisationalUnit: 'OU=Externa,DC=ad,DC=example,DC=se', upnSuffix: 'ext.example.se' },
  mail: { from: 'tilltrade@example.se' },
  serviceDesk: { address: 'servicecenter@example.se' },
});
