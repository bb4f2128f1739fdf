/** tables.json's shape as JSON Schema, for editors: written to tables.schema.json by deploy/write-schema. */
import * as z from 'zod/mini';
import { serviceSchema } from './schema';
import { laterShapes, nameRules } from './schema-parts';

/** Draft 7, which editors know best. What is "not yet" is in it with its settled shape. */
export function tablesJsonSchema(): object {
  return { ...jsonSchemaOf(serviceSchema), title: 'tables.json of Tidegauge' };
}

function jsonSchemaOf(schema: z.core.$ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const shape = laterShapes.get(zodSchema);
      const rule = nameRules.get(zodSchema);
      if (shape !== undefined) Object.assign(jsonSchema, inner(shape), { description: jsonSchema.description });
      if (rule !== undefined) jsonSchema.propertyNames = inner(rule);
    },
  });
}

function inner(schema: z.core.$ZodType): z.core.JSONSchema.BaseSchema {
  const shape = jsonSchemaOf(schema);
  delete shape.$schema;
  return shape;
}
