/** What people read of configuration, database, leases and the key file. */
export const platformTexts = {
  leaseLost: (name: string) =>
    `Ett annat program har tagit över "${name}" medan det här arbetade. Inget mer skrivs härifrån; det som redan sparats gäller.`,
};
