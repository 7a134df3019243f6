import { adCheckTexts as texts } from '../texts/sv/ad-check';

/** One row of `doctor`. */
export interface AdCheckRow {
  name: string;
  ok: boolean | 'warning';
  detail: string;
  /** How to mend it. */
  remedy?: string;
}

export interface ControllerFacts {
  /** `host:port` */
  server: string;
  /** Why it cannot be used, in a sentence; null where it can. */
  refused: string | null;
  /** How far its clock is ahead of ours, milliseconds; whole seconds are all it tells. */
  aheadMs: number;
}

export interface AttributeFacts {
  isSingleValued: boolean;
  /** Longest value; null: no limit. */
  rangeUpper: number | null;
  /** Unicode text, the syntax 2.5.5.12. */
  isText: boolean;
  /** The lowest bit of `searchFlags`: to look for a value does not read every user. */
  isIndexed: boolean;
}

/** What the first usable controller says. */
export interface AdFacts {
  isEncrypted: boolean;
  /** The domain's DN where `baseDn` is another; null where it is the domain's. */
  otherDomain: string | null;
  /** Null where the OU is not there. */
  rights: {
    /** Of `user`, `group` and `organizationalUnit`, those it may not make in the OU. */
    cannotCreate: readonly string[];
    /** AD names of what it may not write on its own accounts and groups; null while it has none. */
    cannotWrite: readonly string[] | null;
    mayCreateAtRoot: boolean;
  } | null;
  /** Null where it cannot be read. */
  maxPageSize: number | null;
  /** Null where the schema has none of that name. */
  hsaId: AttributeFacts | null;
  mark: AttributeFacts | null;
}

export interface AdSettings {
  pageSize: number;
  hsaIdAttribute: string;
  markAttribute: string;
  mark: string;
}

/** An HSA-id has at most 31 characters. */
const HSA_ID_LENGTH = 31;
const CLOCK_MS = { warning: 60_000, failure: 300_000 };

/**
 * | controller                              | verdict                                      |
 * |-----------------------------------------|----------------------------------------------|
 * | cannot be used                          | fails; warns where another can               |
 * | clock within a minute of ours           | is well                                      |
 * | clock more than a minute from ours      | warns; fails from five, as Kerberos does     |
 */
export function controllerRows(controllers: readonly ControllerFacts[]): AdCheckRow[] {
  const hasUsable = controllers.some(({ refused }) => refused === null);
  const { name, answers, remedy } = texts.controller;
  return controllers.flatMap(({ server, refused, aheadMs }): AdCheckRow[] =>
    refused === null
      ? [{ name, ok: true, detail: answers(server) }, clockRow(server, aheadMs)]
      : [{ name, ok: hasUsable ? 'warning' : false, detail: `${server}: ${refused}`, remedy }],
  );
}

function clockRow(server: string, aheadMs: number): AdCheckRow {
  const { name, agrees, differs, remedy } = texts.clock;
  const off = Math.abs(aheadMs);
  if (off <= CLOCK_MS.warning) return { name, ok: true, detail: agrees(server) };
  return { name, ok: off < CLOCK_MS.failure ? 'warning' : false, detail: differs(server, Math.round(aheadMs / 1000)), remedy };
}

/**
 * | fact                                                        | verdict |
 * |-------------------------------------------------------------|---------|
 * | not encrypted                                               | fails   |
 * | `baseDn` is not the domain                                  | fails   |
 * | the OU is not there                                         | fails, and nothing is said of rights |
 * | users, groups or OUs may not be made in it                  | fails   |
 * | an attribute of ours may not be written                     | fails   |
 * | nothing of ours is there yet to see that by                 | warns   |
 * | users may be made at the domain's root                      | warns   |
 * | pages are larger than AD gives, or its limit is not readable | warns   |
 * | the attribute for the HSA-id: missing, several values, under 31 characters, no text | fails |
 * | the attribute for the HSA-id is well, and has no index      | warns   |
 * | the attribute for the mark: missing, shorter than the mark, no text | fails |
 */
export function adRows(facts: AdFacts, settings: AdSettings): AdCheckRow[] {
  const { encryption, domain, unit } = texts;
  return [
    either(encryption.name, facts.isEncrypted, encryption.yes, encryption.no, encryption.remedy),
    either(domain.name, facts.otherDomain === null, domain.is, domain.isNot, domain.remedy(facts.otherDomain ?? '')),
    either(unit.name, facts.rights !== null, unit.there, unit.missing, unit.remedy),
    ...(facts.rights ? rightsRows(facts.rights) : []),
    pageRow(facts.maxPageSize, settings.pageSize),
    attributeRow('hsaIdAttribute', settings.hsaIdAttribute, facts.hsaId, HSA_ID_LENGTH),
    attributeRow('markAttribute', settings.markAttribute, facts.mark, settings.mark.length),
  ];
}

function rightsRows({ cannotCreate, cannotWrite, mayCreateAtRoot }: NonNullable<AdFacts['rights']>): AdCheckRow[] {
  const { create, write, narrow } = texts;
  return [
    either(create.name, cannotCreate.length === 0, create.may, create.mayNot(cannotCreate), create.remedy),
    cannotWrite === null
      ? { name: write.name, ok: 'warning', detail: write.unknown, remedy: write.later }
      : either(write.name, cannotWrite.length === 0, write.may, write.mayNot(cannotWrite), write.remedy),
    mayCreateAtRoot
      ? { name: narrow.name, ok: 'warning', detail: narrow.isNot, remedy: narrow.remedy }
      : { name: narrow.name, ok: true, detail: narrow.is },
  ];
}

function pageRow(limit: number | null, pageSize: number): AdCheckRow {
  const { name, fits, exceeds, unknown, remedy } = texts.pages;
  if (limit === null) return { name, ok: 'warning', detail: unknown, remedy: remedy(1000) };
  return limit < pageSize
    ? { name, ok: 'warning', detail: exceeds(pageSize, limit), remedy: remedy(limit) }
    : { name, ok: true, detail: fits(pageSize, limit) };
}

function attributeRow(
  setting: 'hsaIdAttribute' | 'markAttribute',
  attribute: string,
  facts: AttributeFacts | null,
  needed: number,
): AdCheckRow {
  const { name, fits, remedy, notIndexed, index } = texts.attribute;
  const isLookedFor = setting === 'hsaIdAttribute';
  const wrong = attributeProblem(facts, needed, isLookedFor);
  if (wrong === null && isLookedFor && !facts?.isIndexed)
    return { name: name(attribute), ok: 'warning', detail: notIndexed, remedy: index };
  return either(name(attribute), wrong === null, fits, wrong ?? '', remedy(setting));
}

function attributeProblem(facts: AttributeFacts | null, needed: number, isAlone: boolean): string | null {
  const { missing, multiValued, noText, short } = texts.attribute;
  if (!facts) return missing;
  if (!facts.isText) return noText;
  if (isAlone && !facts.isSingleValued) return multiValued;
  return facts.rangeUpper !== null && facts.rangeUpper < needed ? short(facts.rangeUpper, needed) : null;
}

const either = (name: string, isWell: boolean, well: string, wrong: string, remedy: string): AdCheckRow =>
  isWell ? { name, ok: true, detail: well } : { name, ok: false, detail: wrong, remedy };
