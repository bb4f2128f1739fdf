/** The parameters of `/series` as a checked question; `series` turns it into SQL and a body. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { typeOfAggregate } from './aggregates';
import { automaticBin, binCount, binEnd, binStart, readBin, type Bin } from './bin';
import { columnsOf, tableNamed } from './columns';
import { readExpressions, type Expression } from './expression';
import { makesNumbers, readFill, type Fill } from './fill';
import { daysOf, maxWidenedDays, readRange, type Range } from './range';
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
  const binned = readBinnedRange(parameters, nowMs);
  const fill = parameters.one('fill', readFill) ?? { kind: 'none' };
  const limit = parameters.one('limit', wholeNumber(1, maxSeries));
  const select = table === undefined ? [] : readSelect(parameters, table, fill);
  const groups = table === undefined ? undefined : readGroups(parameters, table);
  if (table === undefined || groups === undefined || binned === undefined) throw parameters.refusal();

  const { bin, fromMs, toMs } = binned;
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

interface BinnedRange extends Range {
  readonly bin: Bin;
}

/** The range widened to whole bins: those asked for, or the narrowest automatic ones that keep a series within `maxPoints`. */
function readBinnedRange(parameters: RequestParameters, nowMs: number): BinnedRange | undefined {
  const range = readRange(parameters, nowMs);
  const maxPoints = parameters.one('maxPoints', wholeNumber(1, maxPointsOfSeries));
  const asked = parameters.one('bin', readBin);
  const isBinRefused = asked === undefined && parameters.has('bin');
  if (range === undefined || isBinRefused) return undefined;
  const bin = asked ?? automaticBin(range.fromMs, range.toMs, maxPoints ?? defaultPointsOfSeries);
  const binned = { bin, fromMs: binStart(bin, range.fromMs), toMs: binEnd(bin, range.toMs) };
  const days = daysOf(binned);
  if (days > maxWidenedDays) return parameters.refuse('bin', `${bin.text} widens the range to ${days} days, more than ${maxWidenedDays}`);
  const points = binCount(bin, binned.fromMs, binned.toMs);
  const most = maxPoints ?? maxPointsOfSeries;
  if (points <= most) return binned;
  const excess = `makes ${points} points of this range, more than ${most}`;
  return asked === undefined
    ? parameters.refuse('maxPoints', `the widest automatic bin, ${bin.text}, ${excess}`)
    : parameters.refuse('bin', `${bin.text} ${excess}`);
}
