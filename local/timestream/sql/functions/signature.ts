/** Signatures as the function table writes them, and matching a call's argument types against them. */
import type { TypeExpression } from '../ast';
import { TokenCursor } from '../parser/token-cursor';
import { typeExpression } from '../parser/type-expression';
import { tokenize } from '../tokens';
import { commonType, isNumeric, isOrderable, isScalarKind, readingDistance, scalar, wideningDistance, type SqlType } from '../types';

/**
 * Type variables, in capitals: T stands for any type, O for one with an order, N for a number. The same variable
 * is the same type throughout a call.
 */
const variables: Readonly<Record<string, (type: SqlType) => boolean>> = {
  T: () => true,
  O: (type) => type.kind === 'unknown' || isOrderable(type),
  N: (type) => type.kind === 'unknown' || isNumeric(type),
};

export interface Signature {
  readonly name: string;
  readonly parameters: readonly TypeExpression[];
  /** `greatest(O...)`: the last parameter may come once or more. */
  readonly variadic: boolean;
  readonly returns: TypeExpression;
  readonly text: string;
}

export interface Match {
  /** What each argument must become. */
  readonly parameters: readonly SqlType[];
  readonly returns: SqlType;
  readonly distance: number;
}

/** Parses `name(type, type...) -> type`. */
export function parseSignature(text: string): Signature {
  const cursor = new TokenCursor(tokenize(text));
  const name = cursor.take().text;
  cursor.expect('(');
  const parameters = cursor.is(')') || cursor.is('.') ? [] : cursor.list(() => signatureType(cursor));
  const variadic = cursor.accept('.', '.', '.');
  cursor.expect(')', '->');
  return { name, parameters, variadic, returns: signatureType(cursor), text: text.replace(/ ->.*/, '') };
}

function signatureType(cursor: TokenCursor): TypeExpression {
  return withVariables(typeExpression(cursor));
}

/** Type names are read in lower case; a type variable gets its capital back. */
function withVariables(type: TypeExpression): TypeExpression {
  const upper = type.name.toUpperCase();
  const name = upper in variables ? upper : type.name;
  return { ...type, name, arguments: type.arguments.map(withVariables) };
}

type Bindings = Record<string, SqlType>;

/** Matches argument types, or undefined when the signature does not take them. Text may stand for times if `readsText`. */
export function matchSignature(signature: Signature, args: readonly SqlType[], readsText: boolean): Match | undefined {
  const parameters = spread(signature, args.length);
  if (parameters === undefined) return undefined;
  const bindings: Bindings = {};
  for (const [index, parameter] of parameters.entries()) {
    const argument = args[index];
    if (argument !== undefined && !bindVariables(parameter, argument, bindings)) return undefined;
  }
  const resolved = parameters.map((parameter) => resolveType(parameter, bindings));
  const measure = readsText ? readingDistance : wideningDistance;
  const distance = args.reduce((sum, argument, index) => {
    const wanted = resolved[index];
    return sum + (wanted === undefined ? Infinity : measure(argument, wanted));
  }, 0);
  if (distance === Infinity) return undefined;
  return { parameters: resolved.map((type) => type ?? scalar('unknown')), returns: resolveType(signature.returns, bindings) ?? scalar('unknown'), distance };
}

/** The parameters for so many arguments, the variadic one repeated. */
function spread({ parameters, variadic }: Signature, count: number): readonly TypeExpression[] | undefined {
  if (!variadic) return parameters.length === count ? parameters : undefined;
  const last = parameters.at(-1);
  if (last === undefined || count < parameters.length) return undefined;
  return [...parameters, ...Array.from({ length: count - parameters.length }, () => last)];
}

function bindVariables(parameter: TypeExpression, argument: SqlType, bindings: Bindings): boolean {
  const allowed = variables[parameter.name];
  if (allowed !== undefined) {
    const known = bindings[parameter.name];
    const type = known === undefined ? argument : commonType(known, argument);
    if (type === undefined || !allowed(type)) return false;
    bindings[parameter.name] = type;
    return true;
  }
  const inner = parameter.arguments[0];
  if (inner === undefined) return true;
  if (argument.kind === 'unknown') return bindVariables(inner, argument, bindings);
  if (parameter.name === 'array' && argument.kind === 'array') return bindVariables(inner, argument.element, bindings);
  if (parameter.name === 'timeseries' && argument.kind === 'timeseries') return bindVariables(inner, argument.value, bindings);
  return false;
}

/** A written type as a type; undefined when it names none. */
export function resolveType(type: TypeExpression, bindings: Bindings = {}): SqlType | undefined {
  const bound = bindings[type.name];
  if (bound !== undefined) return bound;
  if (type.arguments.length === 0) {
    const name = type.name === 'int' ? 'integer' : type.name;
    return isScalarKind(name) ? scalar(name) : undefined;
  }
  const [inner, ...others] = type.arguments.map((argument) => resolveType(argument, bindings));
  if (inner === undefined || others.length > 0) return undefined;
  if (type.name === 'array') return { kind: 'array', element: inner };
  return type.name === 'timeseries' ? { kind: 'timeseries', value: inner } : undefined;
}
