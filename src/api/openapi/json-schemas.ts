import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/**
 * Schemas as OpenAPI 3.1 has them (JSON Schema 2020-12). What a schema calls by a name of its own
 * (`z.strictObject({ … }).meta({ id: 'Order' })`) becomes one of the document's components.
 */
export class JsonSchemas {
  readonly components: Record<string, JsonSchema> = {};

  /** @param io what is sent (before defaults and conversions) or what is answered (after) */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _dialect, $defs = {}, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
    for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>))
      this.components[name] = withoutId(pointed(definition));
    const { id } = own;
    if (typeof id !== 'string') return pointed(own);
    this.components[id] = withoutId(pointed(own));
    return { $ref: `#/components/schemas/${id}` };
  }
}

const withoutId = ({ id: _id, $id: _uri, ...schema }: JsonSchema): JsonSchema => schema;

/** The same schema, its references as they are from the document's root. */
function pointed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(pointed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] =>
    key === '$ref' && typeof value === 'string' ? [key, value.replace('#/$defs/', '#/components/schemas/')] : [key, pointed(value)],
  );
  return Object.fromEntries(entries) as T;
}
