/** The values a template is made of, and reading them as the kind that is expected; resolve works on them. */
import { TemplateError } from './template-error';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Numbers and booleans count as text, as CloudFormation has it. */
export function asText(value: Json, path: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(path, 'is not text');
}

export function asList(value: Json | undefined, path: string): readonly Json[] {
  if (!isList(value)) throw new TemplateError(path, 'is not a list');
  return value;
}

export function asPair(value: Json | undefined, path: string): readonly [Json, Json] {
  const [first, second, ...others] = asList(value, path);
  if (first === undefined || second === undefined || others.length > 0) throw new TemplateError(path, 'does not have two items');
  return [first, second];
}
