/** The rules between values of tables.json; they read it loosely, so that a mistake elsewhere hides none of theirs. */
import type * as z from 'zod/mini';
import { kpiTableProblems } from './kpi-table-checks';
import { entriesOf, isObject, listOf, objectOf, type Loose } from './loose';
import { dimensionName, measureName, storageName } from './name-rules';
import { problem, shown, type Path, type Problem } from './problem';
import { filtersOverlap } from './topic-filter';

// https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
const maxDimensions = 128;
const maxMeasuresOfRecord = 256;

/** Takes any JSON; what is not of the expected kind is skipped here, because the schema reports it. */
export function crossProblems(json: unknown): Problem[] {
  const { tables } = objectOf(json);
  if (!isObject(tables)) return [];
  return [
    ...entriesOf(tables).flatMap(([name, table]) => tableProblems(objectOf(table), ['tables', name])),
    ...overlaps(tables),
    ...kpiTableProblems(tables),
  ];
}

function tableProblems(table: Loose, path: Path): Problem[] {
  const dimensions = entriesOf(table['dimensions']);
  const measures = entriesOf(table['measures']);
  return [
    ...badName(storageName, path),
    ...dimensions.flatMap(([name]) => badName(dimensionName, [...path, 'dimensions', name])),
    ...measures.flatMap(([name]) => badName(measureName, [...path, 'measures', name])),
    ...wrongCount(table['dimensions'], maxDimensions, [...path, 'dimensions']),
    ...wrongCount(table['measures'], maxMeasuresOfRecord, [...path, 'measures']),
    ...sharedNames(table, path),
    ...badPartitionKey(table, path),
    ...measures.flatMap(([name, measure]) => badLimits(objectOf(measure), [...path, 'measures', name])),
    ...levelsOutOfReach(table, path),
  ];
}

function badName(rule: z.ZodMiniType<string>, path: Path): Problem[] {
  const name = path.at(-1);
  return rule.safeParse(name).error?.issues.map(({ message }) => problem(path, `${shown(name)} ${message}`)) ?? [];
}

function wrongCount(entries: unknown, most: number, path: Path): Problem[] {
  if (!isObject(entries)) return [];
  const count = Object.keys(entries).length;
  if (count === 0) return [problem(path, 'must not be empty')];
  return count > most ? [problem(path, `has ${count} entries, Timestream takes ${most}`)] : [];
}

function sharedNames({ dimensions, measures }: Loose, path: Path): Problem[] {
  return entriesOf(measures)
    .filter(([name]) => Object.hasOwn(objectOf(dimensions), name))
    .map(([name]) => problem([...path, 'measures', name], `${shown(name)} is a dimension of the table too; a column has one name`));
}

function badPartitionKey({ dimensions, partitionKey }: Loose, path: Path): Problem[] {
  if (typeof partitionKey !== 'string' || Object.hasOwn(objectOf(dimensions), partitionKey)) return [];
  return [problem([...path, 'partitionKey'], `${shown(partitionKey)} is not a dimension of the table`)];
}

function badLimits({ type, min, max }: Loose, path: Path): Problem[] {
  if (typeof type === 'string' && type !== 'DOUBLE' && type !== 'BIGINT') {
    return entriesOf({ min, max })
      .filter(([, limit]) => limit !== undefined)
      .map(([name, limit]) => problem([...path, name], `${shown(limit)} limits a ${type} measure; only DOUBLE and BIGINT have limits`));
  }
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return [];
  return [problem([...path, 'min'], `${min} is above max, ${max}`)];
}

/** `topic(5)` can never be found when every source of the table has three levels. */
function levelsOutOfReach(table: Loose, path: Path): Problem[] {
  const filters = topicsOf(table).map(({ topic }) => topic);
  if (filters.length === 0) return [];
  const reach = Math.max(...filters.map((filter) => (filter.endsWith('#') ? Infinity : filter.split('/').length)));
  const places = [
    { at: [...path, 'time'], entry: table['time'] },
    ...['dimensions', 'measures'].flatMap((kind) => entriesOf(table[kind]).map(([name, entry]) => ({ at: [...path, kind, name], entry }))),
  ];
  return places.flatMap(({ at, entry }) => listOf(objectOf(entry)['from'])
    .filter((text) => Number(/^topic\((\d+)\)$/.exec(String(text))?.[1] ?? 0) > reach)
    .map((text) => problem([...at, 'from'], `${shown(text)} is beyond the ${reach} levels of the table's sources`)));
}

/** A message that two sources match would be written twice, or to two tables by chance of order. */
function overlaps(tables: Loose): Problem[] {
  const sources = entriesOf(tables).flatMap(([name, table]) =>
    topicsOf(objectOf(table)).map(({ topic, index }) => ({ topic, source: `tables.${name}.sources.${index}` })));
  return sources.flatMap(({ topic, source }, index) => sources.slice(0, index)
    .filter((earlier) => filtersOverlap(earlier.topic, topic))
    .map((earlier) => problem([source, 'topic'], `${shown(topic)} overlaps ${shown(earlier.topic)} of ${earlier.source}; a message belongs to one source`)));
}

function topicsOf(table: Loose): { readonly topic: string; readonly index: number }[] {
  return listOf(table['sources']).flatMap((source, index) => {
    const { topic } = objectOf(source);
    return typeof topic === 'string' ? [{ topic, index }] : [];
  });
}
