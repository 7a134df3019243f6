/** smb.conf of a domain controller that answers LDAP on one loopback address and nothing else anywhere. */
export const sambaConfiguration = (directory: string, address: string): string => `[global]
  realm = AD.EXAMPLE.SE
  workgroup = ADTEST
  netbios name = DC1
  server role = active directory domain controller
  server services = ldap
  interfaces = ${address}/8
  bind interfaces only = yes
  disable netbios = yes
  private dir = ${directory}/private
  state directory = ${directory}/state
  cache directory = ${directory}/cache
  lock directory = ${directory}
  pid directory = ${directory}/run
  ncalrpc dir = ${directory}/run/ncalrpc
  winbindd socket directory = ${directory}/run/winbindd
  ntp signd socket directory = ${directory}/run/ntp_signd
  binddns dir = ${directory}/bind-dns
  tls enabled = yes
  tls keyfile = ${directory}/tls/server.key
  tls certfile = ${directory}/tls/server.pem
  tls cafile = ${directory}/tls/ca.pem
  log level = 1
  # What a power cut does to Samba is Samba's own test.
  ldb:nosync = true
[sysvol]
  path = ${directory}/state/sysvol
[netlogon]
  path = ${directory}/state/sysvol/ad.example.se/scripts
`;
