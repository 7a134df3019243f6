import type { Person } from './person';

/** HSA-id keys of a person's unit and of every unit above it, the organisation first: what `covers` asks for. Empty: none is known. */
export function unitsOf(person: Pick<Person, 'unit'> | null): string[] {
  const unit: { above?: string[] } | null = person?.unit ?? null;
  return unit?.above ?? [];
}
