/** Signatures as the function table writes them, and matching a call's argument types against them. */
import type { TypeExpression } from '../ast';
import { TokenCursor } from '../parser/token-cursor';
import { typeExpression } from '../parser/type-expression';
import { tokenize } from '../tokens';
import { commonType, isNumeric, isOrderable, isScalarKind, readingDistance, sameType, scalar, wideningDistance, type SqlType } from '../types';

/**
 * Type variables, in capitals: R to X stand for any type, O for one with an order, N for a number. The same variable
 * is the same type throughout a call.
 */
const variables: Readonly<Record<string, (type: SqlType) => boolean>> = {
  R: () => true,
  S: () => true,
  T: () => true,
  U: () => true,
  V: () => true,
  W: () => true,
  X: () => true,
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

/** A lambda expression as an argument: it has a type only for given parameters. */
export interface LambdaArgument {
  readonly kind: 'lambda';
  /** What the body is; throws SqlError when it cannot be. */
  readonly bodyType: (parameters: readonly SqlType[]) => SqlType;
}

export type ArgumentType = SqlType | LambdaArgument;

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
  const name = Object.hasOwn(variables, upper) ? upper : type.name;
  return { ...type, name, arguments: type.arguments.map(withVariables) };
}

/** Type variables and what they stand for in one call. */
type Bindings = Map<string, SqlType>;

/** Matches argument types, or undefined when the signature does not take them. Text may stand for times if `readsText`. */
export function matchSignature(signature: Signature, args: readonly ArgumentType[], readsText: boolean): Match | undefined {
  const parameters = spread(signature, args.length);
  if (parameters === undefined) return undefined;
  const bindings: Bindings = new Map();
  for (const [index, parameter] of parameters.entries()) {
    const argument = args[index];
    if (argument === undefined) continue;
    if ((argument.kind === 'lambda') !== (parameter.name === 'function')) return undefined;
    if (argument.kind !== 'lambda' && !bindVariables(parameter, argument, bindings)) return undefined;
  }
  bindLambdas(parameters, args, bindings);
  const resolved = parameters.map((parameter) => (parameter.name === 'function' ? resolveFunction(parameter, bindings) : resolveType(parameter, bindings)));
  const measure = readsText ? readingDistance : wideningDistance;
  const distance = args.reduce((sum, argument, index) => {
    const wanted = resolved[index];
    if (wanted === undefined) return Infinity;
    return argument.kind === 'lambda' ? sum : sum + measure(argument, wanted);
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

/**
 * What the bodies are. Values have been bound before; a body may still widen what it is given, as `(s, x) -> s + 0.5`
 * does with a state of 0, and then all are asked again. A body that does not fit is refused by whom the lambda is of.
 */
function bindLambdas(parameters: readonly TypeExpression[], args: readonly ArgumentType[], bindings: Bindings): void {
  const lambdas = args.flatMap((argument, index) => {
    const type = parameters[index];
    return argument.kind === 'lambda' && type !== undefined ? [{ argument, type }] : [];
  });
  for (let widened = lambdas.length > 0; widened;) {
    const before = new Map(bindings);
    for (const { argument, type } of lambdas) {
      const { inputs, output } = functionParts(type);
      const types = inputs.map((input) => resolveType(input, bindings) ?? scalar('unknown'));
      bindVariables(output, argument.bodyType(types), bindings);
    }
    widened = Array.from(bindings).some(([name, type]) => !sameType(type, before.get(name) ?? scalar('unknown')));
  }
}

/** `function(inputs..., output)`. */
function functionParts({ arguments: parts, at }: TypeExpression): { readonly inputs: readonly TypeExpression[]; readonly output: TypeExpression } {
  return { inputs: parts.slice(0, -1), output: parts.at(-1) ?? { name: 'unknown', arguments: [], at } };
}

function resolveFunction(type: TypeExpression, bindings: Bindings): SqlType {
  const { inputs, output } = functionParts(type);
  const [returns = scalar('unknown'), ...parameters] = [output, ...inputs].map((part) => resolveType(part, bindings) ?? scalar('unknown'));
  return { kind: 'function', parameters, returns };
}

function bindVariables(parameter: TypeExpression, argument: SqlType, bindings: Bindings): boolean {
  const allowed = Object.hasOwn(variables, parameter.name) ? variables[parameter.name] : undefined;
  if (allowed !== undefined) {
    const known = bindings.get(parameter.name);
    const type = known === undefined ? argument : commonType(known, argument);
    if (type === undefined || !allowed(type)) return false;
    bindings.set(parameter.name, type);
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
export function resolveType(type: TypeExpression, bindings: Bindings = new Map()): SqlType | undefined {
  const bound = bindings.get(type.name);
  if (bound !== undefined) return bound;
  if (type.arguments.length === 0) {
    const name = type.name === 'int' ? 'integer' : type.name;
    return isScalarKind(name) ? scalar(name) : undefined;
  }
  if (type.name === 'row') return resolveRow(type, bindings);
  const [inner, ...others] = type.arguments.map((argument) => resolveType(argument, bindings));
  if (inner === undefined || others.length > 0) return undefined;
  if (type.name === 'array') return { kind: 'array', element: inner };
  return type.name === 'timeseries' ? { kind: 'timeseries', value: inner } : undefined;
}

function resolveRow({ arguments: written }: TypeExpression, bindings: Bindings): SqlType | undefined {
  const fields: { name?: string; type: SqlType }[] = [];
  for (const argument of written) {
    const type = resolveType(argument, bindings);
    if (type === undefined) return undefined;
    fields.push({ ...(argument.field !== undefined && { name: argument.field }), type });
  }
  return { kind: 'row', fields };
}
