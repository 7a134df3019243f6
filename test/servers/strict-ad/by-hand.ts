import type { WriteRequest } from '../ldap-writes';
import { textOf } from './ad-entry';
import type { Forest } from './ad-forest';
import { rdnText } from './ad-names';
import type { Replica } from './ad-replica';
import { write } from './ad-write';

/** Null or an empty list takes the attribute away. */
export type HandWritten = Readonly<Record<string, string | Buffer | readonly string[] | null>>;

const octets = (value: string | Buffer | readonly string[] | null): Buffer[] => {
  if (value === null) return [];
  return (typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value).map((one) => Buffer.from(one as string));
};

/**
 * What an administrator does in the console of one controller, past all delegation but held to AD's rules. An object goes
 * by its DN, `<GUID=…>`, account name or name. Every method throws `AdError` where AD refuses.
 */
export class ByHand {
  constructor(
    private readonly forest: Forest,
    private readonly replica: Replica,
  ) {}

  add(dn: string, objectClass: 'user' | 'group' | 'organizationalUnit' | 'contact', attributes: HandWritten = {}): void {
    const values = Object.entries({ objectClass, ...attributes });
    this.write({ kind: 'add', dn, attributes: values.map(([name, value]) => ({ name, values: octets(value) })) });
  }

  change(target: string, attributes: HandWritten): void {
    const changes = Object.entries(attributes).map(([name, value]) => ({
      operation: 'replace' as const,
      attribute: { name, values: octets(value) },
    }));
    this.write({ kind: 'modify', dn: this.dnOf(target), changes });
  }

  /** Its bits as they are, but for this one. */
  setControl(target: string, bit: number, isSet: boolean): void {
    const entry = this.replica.find(this.dnOf(target))!.entry!;
    const control = Number(textOf(entry, 'userAccountControl'));
    this.change(target, { userAccountControl: String(isSet ? control | bit : control & ~bit) });
  }

  enable(target: string): void {
    this.setControl(target, 0x2, false);
  }

  disable(target: string): void {
    this.setControl(target, 0x2, true);
  }

  join(target: string, group: string): void {
    this.member('add', target, group);
  }

  leave(target: string, group: string): void {
    this.member('delete', target, group);
  }

  rename(target: string, name: string): void {
    const { type } = this.replica.find(this.dnOf(target))!.entry!.rdn;
    this.write({ kind: 'rename', dn: this.dnOf(target), newRdn: rdnText(type, name), deletesOldRdn: true, newSuperior: null });
  }

  /** @param to DN of the unit */
  move(target: string, to: string): void {
    const { rdn } = this.replica.find(this.dnOf(target))!.entry!;
    this.write({ kind: 'rename', dn: this.dnOf(target), newRdn: rdnText(rdn.type, rdn.value), deletesOldRdn: true, newSuperior: to });
  }

  /** @returns brings it back out of the Recycle Bin: the same object, in the groups that it was in */
  remove(target: string): () => void {
    const { entry } = this.replica.find(this.dnOf(target))!;
    this.write({ kind: 'delete', dn: this.dnOf(target) });
    return () => this.forest.restore(entry!);
  }

  private member(operation: 'add' | 'delete', target: string, group: string): void {
    const values = [Buffer.from(this.dnOf(target))];
    this.write({ kind: 'modify', dn: this.dnOf(group), changes: [{ operation, attribute: { name: 'member', values } }] });
  }

  private dnOf(target: string): string {
    if (target.includes('=')) return target;
    const [guid] = this.replica.having('samaccountname', target);
    const entry =
      (guid === undefined ? undefined : this.replica.get(guid)) ?? [...this.replica.entries].find(({ rdn }) => rdn.value === target);
    if (!entry) throw new Error(`No object goes by ${target}`);
    return this.replica.dnOf(entry);
  }

  private write(request: WriteRequest): void {
    const { forest, replica } = this;
    write(request, { forest, replica, caller: { writesBelow: null }, isEncrypted: true, isPermissive: false });
  }
}
