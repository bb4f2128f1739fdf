/** The expression grammar of the API: `avg(temperature), p95(duration_ms)`, parsed and checked against the table's columns. */
import { aggregateNames, aggregatesFor, isAggregate, laterAggregates, type Aggregate } from './aggregates';
import type { Column } from './columns';
import { unknown, type Refuse } from './request-parameters';

/** `aggregate(column)`; `text` is its canonical spelling, as answers repeat it. */
export interface Expression {
  readonly text: string;
  readonly aggregate: Aggregate;
  readonly column: Column;
}

export interface ExpressionRules {
  readonly columns: readonly Column[];
  /** Lets a bare `temperature` stand for `last(temperature)`. */
  readonly bareMeansLast?: true;
}

/**
 * Reads a list of expressions separated by commas.
 *
 * @returns undefined when any is refused; a message says what was expected and where
 */
export function readExpressions(text: string, rules: ExpressionRules, refuse: Refuse): readonly Expression[] | undefined {
  const tokens = new Tokens(text);
  const expressions: (Expression | undefined)[] = [];
  do {
    const call = readCall(tokens, rules, refuse);
    if (call === undefined) return undefined;
    expressions.push(checkedExpression(call, rules.columns, refuse));
  } while (tokens.take(','));
  if (!tokens.atEnd) return refuse(tokens.expected("',' or the end"));
  const accepted = expressions.filter((expression) => expression !== undefined);
  return accepted.length === expressions.length ? accepted : undefined;
}

interface Call {
  readonly aggregate: string;
  readonly column: string;
}

function readCall(tokens: Tokens, rules: ExpressionRules, refuse: Refuse): Call | undefined {
  const name = tokens.takeName();
  if (name === undefined) return refuse(tokens.expected('an aggregate such as count(...)'));
  let call: Call = { aggregate: 'last', column: name };
  if (tokens.take('(')) {
    const column = tokens.takeName();
    if (column === undefined) return refuse(tokens.expected('a measure or dimension'));
    if (!tokens.take(')')) return refuse(tokens.expected("')'"));
    call = { aggregate: name, column };
  } else if (rules.bareMeansLast !== true) {
    return refuse(tokens.expected("'('"));
  }
  return tokens.take('/') ? refuse('the ratio of two sums: not yet') : call;
}

function checkedExpression(call: Call, columns: readonly Column[], refuse: Refuse): Expression | undefined {
  const { aggregate } = call;
  if (laterAggregates.includes(aggregate)) return refuse(`${aggregate}: not yet`);
  const column = columns.find(({ name }) => name === call.column);
  if (!isAggregate(aggregate)) refuse(`unknown aggregate '${aggregate}' (known: ${aggregateNames.join(', ')})`);
  if (column === undefined) refuse(unknown('measure or dimension', call.column, columns.map(({ name }) => name)));
  if (!isAggregate(aggregate) || column === undefined) return undefined;
  const possible = aggregatesFor(column.type);
  if (!possible.includes(aggregate)) {
    return refuse(`${aggregate} cannot take ${column.name}, a ${column.type} (possible: ${possible.join(', ')})`);
  }
  return { text: `${aggregate}(${column.name})`, aggregate, column };
}

/** The tokens of a text, one after the other: names, and every other character by itself; spaces count for nothing. */
class Tokens {
  readonly #tokens: readonly { readonly text: string; readonly position: number }[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = [...text.matchAll(/[A-Za-z][A-Za-z0-9_.-]*|\S/gu)].map((match) => ({ text: match[0], position: match.index + 1 }));
  }

  get atEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  take(wanted: string): boolean {
    const isWanted = this.#tokens[this.#next]?.text === wanted;
    if (isWanted) this.#next += 1;
    return isWanted;
  }

  takeName(): string | undefined {
    const name = this.#tokens[this.#next]?.text;
    if (name === undefined || !/^[A-Za-z]/.test(name)) return undefined;
    this.#next += 1;
    return name;
  }

  /** The message for a token that is not the wanted one. */
  expected(wanted: string): string {
    const token = this.#tokens[this.#next];
    return token === undefined ? `expected ${wanted} at the end` : `expected ${wanted} at character ${token.position}, not '${token.text}'`;
  }
}
