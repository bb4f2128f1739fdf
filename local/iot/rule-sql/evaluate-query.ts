/** What SELECT makes of the payload, and nested queries of its parts; evaluate-statement and evaluate use it. */
import type { Expression, NestedQuery, RuleContext, Selection } from './expression';
import { isArray, isObject, type Value } from './value';

/** Handed in, because queries and expressions contain each other. */
type Evaluate = (expression: Expression, context: RuleContext) => Value;

/** The rule needs an object, to read its fields or to add to it, and the payload is none. On AWS, too, such a message goes to the error action. */
export class NotJsonError extends Error {
  constructor() {
    super('the payload is not JSON, and the rule reads its fields');
    this.name = 'NotJsonError';
  }
}

/**
 * An array gives an array of what is selected of its items, an object what is selected of it. Undefined when there is nothing to
 * select from, or when WHERE does not hold for an object.
 */
export function evaluateQuery({ selection, from, alias, where }: NestedQuery, context: RuleContext, evaluate: Evaluate): Value {
  const selected = (item: Value): Value => {
    const scope = inside(context, item, alias);
    if (where !== undefined && evaluate(where, scope) !== true) return undefined;
    return evaluateSelection(selection, scope, evaluate);
  };
  const source = evaluate(from, context);
  if (isArray(source)) return source.map(selected).filter((value) => value !== undefined);
  return isObject(source) ? selected(source) : undefined;
}

/** The same message with the fields of the item in place of the payload's. */
function inside(context: RuleContext, item: Value, alias: string | undefined): RuleContext {
  const { version, topic, clientId, receivedAt, payload } = context;
  return {
    version, topic, clientId, receivedAt, payload, alias,
    json: () => item,
    variable: (name) => context.variable(name),
    traceId: () => context.traceId(),
    newUuid: () => context.newUuid(),
    random: () => context.random(),
  };
}

/** @throws NotJsonError when * stands beside other items and the payload has no fields to put there */
export function evaluateSelection(selection: Selection, context: RuleContext, evaluate: Evaluate): Value {
  if (selection.kind === 'value') return selection.item.kind === 'all' ? context.json() : evaluate(selection.item.expression, context);
  const [first] = selection.items;
  if (selection.items.length === 1 && first?.kind === 'all') return context.json();
  const result = new Map<string, Value>();
  for (const item of selection.items) {
    if (item.kind === 'expression') {
      put(result, item.names, evaluate(item.expression, context));
      continue;
    }
    const all = context.json();
    if (!isObject(all)) throw new NotJsonError();
    for (const [name, value] of all) result.set(name, value);
  }
  return result;
}

/** `AS bar.baz` adds to an object that is there already, and replaces any other value. */
function put(target: Map<string, Value>, [name = '', ...inner]: readonly string[], value: Value): void {
  if (value === undefined) return;
  if (inner.length === 0) {
    target.set(name, value);
    return;
  }
  const present = target.get(name);
  const object = new Map(isObject(present) ? present : []);
  put(object, inner, value);
  target.set(name, object);
}
