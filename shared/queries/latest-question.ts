/** The parameters of `/latest` as a checked question; `latest` turns it into SQL and a body. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { columnsOf, tableNamed } from './columns';
import { readExpressions, type Expression } from './expression';
import { defaultRangeMs, readDuration } from './range';
import { RequestParameters, unknown, wholeNumber, type GivenParameters, type Refuse } from './request-parameters';
import { readGroups, type Scope } from './scope';

export const maxGroups = 1_000;
const defaultGroups = 100;

const known = ['select', 'by', 'where', 'within', 'silentFor', 'order', 'limit'];
const later = ['cursor', 'having', 'labels', 'layout'];

export interface LatestQuestion extends Scope {
  /** Only `last`. */
  readonly select: readonly Expression[];
  /** Only groups whose newest record is older than this, epoch milliseconds. */
  readonly silentSinceMs?: number;
  readonly order?: Order;
  readonly limit: number;
  /** When the question was asked, epoch milliseconds. */
  readonly asOfMs: number;
}

export interface Order {
  readonly descending: boolean;
  /** `time`, a dimension of `by`, or the canonical text of a selected expression. */
  readonly by: string;
}

/**
 * Reads the parameters of `/latest`. Left out, `select` means every measure, `by` the table's partition key and `within` an hour.
 *
 * @param nowMs what `within` and `silentFor` count back from, epoch milliseconds
 * @throws ProblemError with everything that is wrong, by parameter
 */
export function readLatestQuestion(
  service: ServiceDefinition,
  tableName: string | undefined,
  given: GivenParameters,
  nowMs: number,
): LatestQuestion {
  const parameters = new RequestParameters(given, known, later);
  const table = tableNamed(service, tableName, parameters);
  const limit = parameters.one('limit', wholeNumber(1, maxGroups)) ?? defaultGroups;
  const withinMs = parameters.one('within', readDuration) ?? defaultRangeMs;
  const silentForMs = parameters.one('silentFor', readDuration);
  if (silentForMs !== undefined && silentForMs >= withinMs) {
    parameters.refuse('silentFor', 'must be shorter than within (1h when left out): who was not heard of within it is not found');
  }
  if (table === undefined) throw parameters.refusal();

  const select = readSelect(parameters, table);
  const groups = readGroups(parameters, table);
  const by = groups.by ?? (table.partitionKey === undefined ? [] : [table.partitionKey]);
  const order = parameters.one('order', (text, refuse) => readOrder(text, by, select, table, refuse));
  parameters.throwIfRefused();
  return {
    table,
    by,
    where: groups.where,
    fromMs: nowMs - withinMs,
    select,
    limit,
    asOfMs: nowMs,
    ...(silentForMs === undefined ? {} : { silentSinceMs: nowMs - silentForMs }),
    ...(order === undefined ? {} : { order }),
  };
}

function readSelect(parameters: RequestParameters, table: TableDefinition): readonly Expression[] {
  const columns = columnsOf(table);
  if (!parameters.has('select')) {
    return columns
      .filter(({ kind }) => kind === 'measure')
      .map((column) => ({ text: `last(${column.name})`, aggregate: 'last', column }));
  }
  const asked = parameters.each('select', (text, refuse) => readExpressions(text, { columns, bareMeansLast: true }, refuse)).flat();
  for (const { text, aggregate, column } of asked) {
    if (aggregate !== 'last') parameters.refuse('select', `${text}: latest answers newest values only, last(${column.name})`);
  }
  return [...new Map(asked.map((expression) => [expression.text, expression])).values()];
}

/** Reads `time`, `device_id` or `last(temperature)`, with a `-` in front for the greatest first. */
function readOrder(
  text: string,
  by: readonly string[],
  select: readonly Expression[],
  table: TableDefinition,
  refuse: Refuse,
): Order | undefined {
  const descending = text.startsWith('-');
  const term = descending ? text.slice(1) : text;
  if (term === 'time' || by.includes(term)) return { descending, by: term };
  const [expression, ...others] = readExpressions(term, { columns: columnsOf(table), bareMeansLast: true }, refuse) ?? [];
  if (expression === undefined) return undefined;
  const selected = select.map((candidate) => candidate.text);
  if (others.length > 0 || !selected.includes(expression.text)) {
    return refuse(unknown('order', term, ['time', ...by, ...selected]));
  }
  return { descending, by: expression.text };
}
