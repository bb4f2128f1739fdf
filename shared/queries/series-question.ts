/** The parameters of `/series` as a checked question; `series` turns it into SQL and a body. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { typeOfAggregate } from './aggregates';
import { automaticBin, binCount, binEnd, binStart, readBin, type Bin } from './bin';
import { columnsOf, tableNamed } from './columns';
import { readExpressions, type Expression } from './expression';
import { makesNumbers, readFill, type Fill } from './fill';
import { readRange, type Range } from './range';
import { RequestParameters, wholeNumber, type GivenParameters } from './request-parameters';
import { readGroups, type Scope } from './scope';

/**
 * The most points one answer may have, about 4 MB of JSON: an invocation answers with at most 6 MB.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const pointBudget = 100_000;
/** Of one series; together with the next it stays within the budget, so that one series can always be asked for. */
export const maxPointsOfSeries = 10_000;
export const maxSelects = 10;
export const maxSeries = 1_000;

const defaultPointsOfSeries = 300;
const defaultSeries = 100;

const known = ['select', 'bin', 'from', 'to', 'by', 'where', 'fill', 'limit', 'maxPoints'];
const later = ['tz', 'cursor', 'having', 'order', 'labels', 'layout'];

export interface SeriesQuestion extends Scope {
  readonly toMs: number;
  readonly select: readonly Expression[];
  /** `fromMs` and `toMs` are snapped to its bins, outwards. */
  readonly bin: Bin;
  readonly fill: Fill;
  /** How many groups; each makes one series per expression. */
  readonly limit: number;
}

/**
 * Reads the parameters of `/series`.
 *
 * @param nowMs what `now` and `-6h` count from, epoch milliseconds
 * @throws ProblemError with everything that is wrong, by parameter
 */
export function readSeriesQuestion(
  service: ServiceDefinition,
  tableName: string | undefined,
  given: GivenParameters,
  nowMs: number,
): SeriesQuestion {
  const parameters = new RequestParameters(given, known, later);
  const table = tableNamed(service, tableName, parameters);
  const range = readRange(parameters, nowMs);
  const bin = readSnappingBin(parameters, range);
  const fill = parameters.one('fill', readFill) ?? { kind: 'none' };
  const limit = parameters.one('limit', wholeNumber(1, maxSeries));
  const select = table === undefined ? [] : readSelect(parameters, table, fill);
  const groups = table === undefined ? undefined : readGroups(parameters, table);
  if (table === undefined || groups === undefined || range === undefined || bin === undefined) throw parameters.refusal();

  const fromMs = binStart(bin, range.fromMs);
  const toMs = binEnd(bin, range.toMs);
  const pointsOfGroup = binCount(bin, fromMs, toMs) * Math.max(1, select.length);
  const mostGroups = Math.floor(pointBudget / pointsOfGroup);
  if (limit !== undefined && limit > mostGroups) {
    parameters.refuse('limit', `${limit} times ${pointsOfGroup} points is more than ${pointBudget}: ask for at most ${mostGroups}, or wider bins`);
  }
  parameters.throwIfRefused();
  return { table, by: [], ...groups, fromMs, toMs, select, bin, fill, limit: limit ?? Math.min(defaultSeries, mostGroups) };
}

function readSelect(parameters: RequestParameters, table: TableDefinition, fill: Fill): readonly Expression[] {
  const columns = columnsOf(table);
  if (!parameters.has('select')) parameters.refuse('select', `is required, such as count(${columns[0]?.name})`);
  const asked = parameters.each('select', (text, refuse) => readExpressions(text, { columns }, refuse)).flat();
  const select = [...new Map(asked.map((expression) => [expression.text, expression])).values()];
  if (select.length > maxSelects) parameters.refuse('select', `${select.length} expressions are more than ${maxSelects}`);
  for (const { text, aggregate, column } of makesNumbers(fill) ? select : []) {
    const type = typeOfAggregate(aggregate, column);
    if (type !== 'DOUBLE' && type !== 'BIGINT') parameters.refuse('fill', `numbers cannot fill ${text}, a ${type}`);
  }
  return select;
}

/** The bin asked for, or the narrowest automatic one that keeps a series within `maxPoints`. */
function readSnappingBin(parameters: RequestParameters, range: Range | undefined): Bin | undefined {
  const maxPoints = parameters.one('maxPoints', wholeNumber(1, maxPointsOfSeries));
  const bin = parameters.one('bin', readBin);
  if (range === undefined) return undefined;
  const { fromMs, toMs } = range;
  if (bin === undefined) return automaticBin(fromMs, toMs, maxPoints ?? defaultPointsOfSeries);
  const count = binCount(bin, binStart(bin, fromMs), binEnd(bin, toMs));
  const most = maxPoints ?? maxPointsOfSeries;
  return count <= most ? bin : parameters.refuse('bin', `${bin.text} makes ${count} points of this range, more than ${most}`);
}
