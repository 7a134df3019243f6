import { EqualityFilter, type Filter, NotFilter, AndFilter, OrFilter, PresenceFilter, SubstringFilter } from 'ldapts';
import { NAME_ATTRIBUTES, type PersonQuery, writtenForms } from '../person-query';
import type { AttributeNames } from '../raw-entry';
import { UNIT_CLASSES } from '../object-classes';

/** What is searched for, as filter objects: a filter written as text is decoded wrongly where it holds å, ä or ö. */
export class LdapFilters {
  readonly #names: AttributeNames;
  readonly #systemRole: string;

  constructor(names: AttributeNames, systemRole: string) {
    this.#names = names;
    this.#systemRole = systemRole;
  }

  /** Servers compare without case and ignore blanks: more may come than have the role. */
  get roleHolders(): Filter {
    return equal(this.#names.hsaSystemRole.name, this.#systemRole);
  }

  /** Values that name the system; those with the role itself are found by `roleHolders`. */
  get nearMisses(): Filter {
    const attribute = this.#names.hsaSystemRole.name;
    const system = this.#systemRole.split(';', 1)[0] ?? '';
    return new AndFilter({
      filters: [new SubstringFilter({ attribute, any: [system] }), new NotFilter({ filter: this.roleHolders })],
    });
  }

  get units(): Filter {
    return anyOf(UNIT_CLASSES.map((name) => equal('objectClass', name)));
  }

  get commissions(): Filter {
    return equal('objectClass', 'hsaCommission');
  }

  get anyHsaId(): Filter {
    return new PresenceFilter({ attribute: this.#names.hsaIdentity.name });
  }

  /** Whoever has an HSA-id and not the role. */
  get withoutRole(): Filter {
    return new AndFilter({ filters: [this.anyHsaId, new NotFilter({ filter: this.roleHolders })] });
  }

  get anything(): Filter {
    return new PresenceFilter({ attribute: 'objectClass' });
  }

  /** At least those who are looked for: what comes is looked at again here, where every server compares alike. */
  people(query: PersonQuery): Filter {
    switch (query.kind) {
      case 'hsa-id':
        return this.withHsaId(query.hsaId);
      case 'personal-number':
        return anyOf(writtenForms(query.digits).map((form) => equal(this.#names.personalIdentityNumber.name, form)));
      case 'name':
        return new AndFilter({
          filters: query.words.map((word) =>
            anyOf(NAME_ATTRIBUTES.map((name) => new SubstringFilter({ attribute: this.#names[name].name, any: [word] }))),
          ),
        });
    }
  }

  withHsaId(...hsaIds: readonly string[]): Filter {
    return anyOf(hsaIds.map((hsaId) => equal(this.#names.hsaIdentity.name, hsaId)));
  }
}

const equal = (attribute: string, value: string): Filter => new EqualityFilter({ attribute, value });

const anyOf = (filters: Filter[]): Filter => (filters.length === 1 && filters[0] ? filters[0] : new OrFilter({ filters }));
