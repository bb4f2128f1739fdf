/**
 * Request shapes: what each member of an operation's input must satisfy, with the service's own texts for what does not.
 *
 * Two kinds of faults, as on the service: a JSON value of the wrong kind ends the request at once (SerializationException);
 * values that break constraints are all collected into one ValidationException.
 */
import { ServiceError, frameworkNamespaces } from '../errors';

/** Where a value stands in the input; turned into text only for a fault. */
interface At {
  readonly parent: At | undefined;
  readonly step: string;
}

type Check = (value: unknown, at: At, faults: string[]) => void;

export interface Shape<T> {
  readonly check: Check;
  /** Never set: it carries the type of the checked value. */
  readonly type?: T;
}

interface RequiredMember<T> {
  readonly required: Shape<T>;
}

type Members = Readonly<Record<string, Shape<unknown> | RequiredMember<unknown>>>;

type StructureOf<M extends Members> =
  & { readonly [K in keyof M as M[K] extends RequiredMember<unknown> ? K : never]: M[K] extends RequiredMember<infer T> ? T : never }
  & { readonly [K in keyof M as M[K] extends RequiredMember<unknown> ? never : K]?: M[K] extends Shape<infer T> ? T : never };

/** @throws ServiceError ValidationException or SerializationException */
export function parseInput<T>(shape: Shape<T>, input: unknown): T {
  const faults: string[] = [];
  shape.check(input, { parent: undefined, step: '' }, faults);
  if (faults.length > 0) {
    const count = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`;
    throw new ServiceError('ValidationException', `${count} detected: ${faults.join('; ')}`, {}, frameworkNamespaces.validation);
  }
  // The check has just established it.
  return input as T;
}

export function required<T>(shape: Shape<T>): RequiredMember<T> {
  return { required: shape };
}

/** Members that are not named are ignored, as the service does. An explicit null counts as absent. */
export function structure<M extends Members>(members: M): Shape<StructureOf<M>> {
  const entries = Object.entries(members).map(([name, member]) => ({
    name,
    step: name.charAt(0).toLowerCase() + name.slice(1),
    shape: 'required' in member ? member.required : member,
    isRequired: 'required' in member,
  }));
  return {
    check(value, at, faults) {
      if (!isObject(value)) throw wrongKind(value, 'structure or map');
      for (const { name, step, shape, isRequired } of entries) {
        const member = value[name];
        if (member === null) Reflect.deleteProperty(value, name);
        if (member !== undefined && member !== null) shape.check(member, { parent: at, step }, faults);
        else if (isRequired) faults.push(fault('null', { parent: at, step }, 'Member must not be null'));
      }
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list is not looked at further: a request has room for millions of faults. */
const enoughFaults = 100;

interface SizeRules {
  readonly min?: number;
  readonly max?: number;
}

export function list<T>(element: Shape<T>, { min, max }: SizeRules = {}): Shape<readonly T[]> {
  return {
    check(value, at, faults) {
      if (!Array.isArray(value)) throw wrongKind(value, 'list');
      if (min !== undefined && value.length < min) faults.push(fault(quoted(value), at, `Member must have length greater than or equal to ${min}`));
      if (max !== undefined && value.length > max) faults.push(fault(quoted(value), at, `Member must have length less than or equal to ${max}`));
      for (let index = 0; index < value.length && faults.length < enoughFaults; index += 1) {
        const item: unknown = value[index];
        if (item === null) throw wrongKind(item, 'list element');
        element.check(item, { parent: at, step: `${index + 1}.member` }, faults);
      }
    },
  };
}

/** Longer texts are above the maximum of every shape with a pattern, and matching them could take more stack than there is. */
const longestMatched = 10_000;

/** @param pattern of the whole text, as the model writes it; lengths are in characters, not in UTF-16 units */
export function text({ min, max, pattern }: SizeRules & { readonly pattern?: string } = {}): Shape<string> {
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
  return {
    check(value, at, faults) {
      if (typeof value !== 'string') throw wrongKind(value, 'String');
      if (min !== undefined && value.length < min) faults.push(fault(quoted(value), at, `Member must have length greater than or equal to ${min}`));
      if (max !== undefined && isLonger(value, max)) faults.push(fault(quoted(value), at, `Member must have length less than or equal to ${max}`));
      if (whole && value.length <= longestMatched && !whole.test(value)) faults.push(fault(quoted(value), at, `Member must satisfy regular expression pattern: ${pattern}`));
    },
  };
}

/** Characters are counted only where the number of units does not settle it. */
function isLonger(text: string, characters: number): boolean {
  return text.length > characters && (text.length > 2 * characters || [...text].length > characters);
}

export function oneOf<V extends string>(...values: readonly V[]): Shape<V> {
  const allowed = new Set<string>(values);
  return {
    check(value, at, faults) {
      if (typeof value !== 'string') throw wrongKind(value, 'String');
      if (!allowed.has(value)) faults.push(fault(quoted(value), at, `Member must satisfy enum value set: [${values.join(', ')}]`));
    },
  };
}

/** A whole number; beyond 2^53 it arrives as bigint. */
export function integer({ min, max }: { readonly min?: number; readonly max?: number | bigint } = {}): Shape<number | bigint> {
  return {
    check(value, at, faults) {
      if (typeof value !== 'bigint' && !Number.isInteger(value)) throw wrongKind(value, 'Long');
      const number = value as number | bigint;
      if (min !== undefined && number < min) faults.push(fault(quoted(value), at, `Member must have value greater than or equal to ${min}`));
      if (max !== undefined && number > max) faults.push(fault(quoted(value), at, `Member must have value less than or equal to ${max}`));
    },
  };
}

export const flag: Shape<boolean> = {
  check(value) {
    if (typeof value !== 'boolean') throw wrongKind(value, 'Boolean');
  },
};

/** Long values make no better message. */
const longestQuote = 256;

function quoted(value: unknown): string {
  const printed = Array.isArray(value) ? listText(value) : String(value);
  return `'${printed.length > longestQuote ? `${printed.slice(0, longestQuote)}...` : printed}'`;
}

/** The beginning is enough, and more than the stack takes can be nested in it. */
function listText(list: readonly unknown[]): string {
  try {
    return JSON.stringify(list.slice(0, longestQuote), (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
  } catch {
    return '[...]';
  }
}

function fault(value: string, at: At, constraint: string): string {
  return `Value ${value} at '${pathTo(at)}' failed to satisfy constraint: ${constraint}`;
}

function pathTo({ parent, step }: At): string {
  const before = parent ? pathTo(parent) : '';
  return before === '' ? step : `${before}.${step}`;
}

function wrongKind(value: unknown, wanted: string): ServiceError {
  return new ServiceError('SerializationException', wrongKindText(value, wanted), {}, frameworkNamespaces.protocol);
}

function wrongKindText(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (isObject(value)) return 'Start of structure or map found where not expected.';
  const token = { string: 'STRING_VALUE', number: 'NUMBER_VALUE', bigint: 'NUMBER_VALUE', boolean: value ? 'TRUE_VALUE' : 'FALSE_VALUE' }[typeof value as string] ?? 'NULL_VALUE';
  return `${token} can not be converted to a ${wanted}`;
}
