import { hsaIdKey, isHsaId } from '../../people/hsa-id';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import { isLoopbackHost } from '../loopback';
import type { ConfigurationIssue } from './configuration-error';
import type { Configuration, DemoLoginConfiguration, OidcLoginConfiguration } from './schema';

/**
 * What a schema of single values cannot see of the settings that concern people: who logs in, and what is ordered.
 *
 * | setting                          | rule                                                                 |
 * |----------------------------------|----------------------------------------------------------------------|
 * | login of kind demo               | server.host and the host of server.publicUrl are loopback            |
 * | login.people                     | an HSA-id each, no two the same; their municipalities are configured |
 * | login of kind oidc               | issuer and server.publicUrl are https, or on loopback                |
 * | login.clientSecretFile, -Env     | not both                                                             |
 * | login.scope                      | holds `openid`                                                       |
 * | cosmicRoles                      | no two have the same code, compared without case                     |
 * | audit.checkpointDirectory, -KeyFile | both or none                                                      |
 */
export function peopleIssues(configuration: Configuration): ConfigurationIssue[] {
  const { login, cosmicRoles, audit } = configuration;
  const isAlone = (audit.checkpointDirectory === null) !== (audit.checkpointKeyFile === null);
  return [
    ...(login.kind === 'demo' ? demoIssues(login, configuration) : []),
    ...(login.kind === 'oidc' ? oidcIssues(login, configuration) : []),
    ...repeated(
      cosmicRoles.map(({ code }) => code.toLowerCase()),
      (index) => `cosmicRoles[${index}].code`,
    ),
    ...(isAlone
      ? [
          {
            path: `audit.${audit.checkpointKeyFile === null ? 'checkpointKeyFile' : 'checkpointDirectory'}`,
            problem: texts.checkpointsNeedBoth,
          },
        ]
      : []),
  ];
}

function demoIssues(login: DemoLoginConfiguration, { server, municipalities }: Configuration): ConfigurationIssue[] {
  const codes = new Set(municipalities.map(({ code }) => code));
  return [
    ...(isLoopbackHost(server.host) ? [] : [{ path: 'server.host', problem: texts.demoOnLoopback }]),
    ...(isLoopbackHost(new URL(server.publicUrl).hostname) ? [] : [{ path: 'server.publicUrl', problem: texts.demoOnLoopback }]),
    ...repeated(
      login.people.map(({ hsaId }) => hsaIdKey(hsaId)),
      (index) => `login.people[${index}].hsaId`,
    ),
    ...login.people.flatMap(({ hsaId, roles }, index) => [
      ...(isHsaId(hsaId) ? [] : [{ path: `login.people[${index}].hsaId`, problem: texts.hsaIdForm }]),
      ...roles.flatMap(({ municipality }, position) =>
        municipality === null || codes.has(municipality)
          ? []
          : [{ path: `login.people[${index}].roles[${position}].municipality`, problem: texts.unknownMunicipality }],
      ),
    ]),
  ];
}

function oidcIssues(login: OidcLoginConfiguration, { server }: Configuration): ConfigurationIssue[] {
  const isSafe = (url: string): boolean => url.startsWith('https:') || isLoopbackHost(new URL(url).hostname);
  return [
    ...(isSafe(login.issuer) ? [] : [{ path: 'login.issuer', problem: texts.encryptedOrLoopback }]),
    ...(isSafe(server.publicUrl) ? [] : [{ path: 'server.publicUrl', problem: texts.encryptedOrLoopback }]),
    ...(login.clientSecretFile !== null && login.clientSecretEnv !== null
      ? [{ path: 'login.clientSecretEnv', problem: texts.clientSecretTwice }]
      : []),
    ...(login.scope.split(' ').includes('openid') ? [] : [{ path: 'login.scope', problem: texts.scopeWithoutOpenid }]),
  ];
}

const repeated = (keys: readonly string[], pathOf: (index: number) => string): ConfigurationIssue[] =>
  keys.flatMap((key, index) => (keys.indexOf(key) < index ? [{ path: pathOf(index), problem: texts.statedTwice }] : []));
