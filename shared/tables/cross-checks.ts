/** The rules between values of tables.json; they read it loosely, so that a mistake elsewhere hides none of theirs. */
import type * as z from 'zod/mini';
import { dimensionName, measureName, storageName } from './name-rules';
import { problem, shown, type Path, type Problem } from './problem';
import { filtersOverlap } from './topic-filter';

// https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
const maxDimensions = 128;
const maxMeasuresOfRecord = 256;

/** The table that every function writes one record per invocation to (shared/kpis). */
const kpiTable = { name: 'Kpis', dimensions: ['function', 'stage'] };

type Loose = Readonly<Record<string, unknown>>;

/** Takes any JSON; what is not of the expected kind is skipped here, because the schema reports it. */
export function crossProblems(json: unknown): Problem[] {
  const { tables } = object(json);
  if (!isObject(tables)) return [];
  const entries = Object.entries(tables).map(([name, table]) => ({ name, table: object(table) }));
  return [
    ...entries.flatMap(({ name, table }) => tableProblems(name, table)),
    ...overlaps(entries),
    ...missingKpiTable(tables),
  ];
}

function tableProblems(name: string, table: Loose): Problem[] {
  const path = ['tables', name];
  const dimensions = object(table['dimensions']);
  const measures = object(table['measures']);
  const { partitionKey } = table;
  return [
    ...badNames(storageName, path),
    ...Object.keys(dimensions).flatMap((key) => badNames(dimensionName, [...path, 'dimensions', key])),
    ...Object.keys(measures).flatMap((key) => badNames(measureName, [...path, 'measures', key])),
    ...wrongCount(table['dimensions'], maxDimensions, [...path, 'dimensions']),
    ...wrongCount(table['measures'], maxMeasuresOfRecord, [...path, 'measures']),
    ...Object.keys(measures).filter((key) => Object.hasOwn(dimensions, key))
      .map((key) => problem([...path, 'measures', key], `${shown(key)} is a dimension of the table too; a column has one name`)),
    ...(typeof partitionKey === 'string' && !Object.hasOwn(dimensions, partitionKey)
      ? [problem([...path, 'partitionKey'], `${shown(partitionKey)} is not a dimension of the table`)] : []),
    ...Object.entries(measures).flatMap(([key, measure]) => badLimits(object(measure), [...path, 'measures', key])),
    ...topicLevelsOutOfReach(table, path),
  ];
}

function badNames(rule: z.ZodMiniType<string>, path: Path): Problem[] {
  const name = path.at(-1);
  return rule.safeParse(name).error?.issues.map(({ message }) => problem(path, `${shown(name)} ${message}`)) ?? [];
}

function wrongCount(entries: unknown, most: number, path: Path): Problem[] {
  if (!isObject(entries)) return [];
  const count = Object.keys(entries).length;
  if (count === 0) return [problem(path, 'must not be empty')];
  return count > most ? [problem(path, `has ${count} entries, Timestream takes ${most}`)] : [];
}

function badLimits({ type, min, max }: Loose, path: Path): Problem[] {
  const limits = { min, max };
  const given = (['min', 'max'] as const).filter((limit) => typeof limits[limit] === 'number');
  if (typeof type === 'string' && type !== 'DOUBLE' && type !== 'BIGINT') {
    return given.map((limit) => problem([...path, limit], `${shown(limits[limit])} limits a ${type} measure; only DOUBLE and BIGINT have limits`));
  }
  return typeof min === 'number' && typeof max === 'number' && min > max
    ? [problem([...path, 'min'], `${min} is above max, ${max}`)] : [];
}

/** `topic(5)` can never be found when every source of the table has three levels. */
function topicLevelsOutOfReach(table: Loose, path: Path): Problem[] {
  const filters = topics(table);
  if (filters.length === 0) return [];
  const reach = Math.max(...filters.map(({ topic }) => (topic.endsWith('#') ? Infinity : topic.split('/').length)));
  const entries = (kind: string) => Object.entries(object(table[kind])).map(([key, entry]) => ({ at: [...path, kind, key], from: object(entry)['from'] }));
  return [{ at: [...path, 'time'], from: object(table['time'])['from'] }, ...entries('dimensions'), ...entries('measures')]
    .flatMap(({ at, from }) => list(from).map((text) => ({ at, text, level: Number(/^topic\((\d+)\)$/.exec(String(text))?.[1] ?? 0) })))
    .filter(({ level }) => level > reach)
    .map(({ at, text }) => problem([...at, 'from'], `${shown(text)} is beyond the ${reach} levels of the table's sources`));
}

/** A message that two sources match would be written twice, or to two tables by chance of order. */
function overlaps(tables: readonly { readonly name: string; readonly table: Loose }[]): Problem[] {
  const sources = tables.flatMap(({ name, table }) => topics(table).map(({ topic, index }) => ({ topic, path: ['tables', name, 'sources', index, 'topic'] })));
  return sources.flatMap((source, index) => sources.slice(0, index)
    .filter(({ topic }) => filtersOverlap(topic, source.topic))
    .map((other) => problem(source.path, `${shown(source.topic)} overlaps ${shown(other.topic)} of ${other.path.slice(0, -1).join('.')}; a message belongs to one source`)));
}

function missingKpiTable(tables: Loose): Problem[] {
  const path = ['tables', kpiTable.name];
  if (!isObject(tables[kpiTable.name])) return [problem(path, 'missing: every function writes a record per invocation to it')];
  const dimensions = object(object(tables[kpiTable.name])['dimensions']);
  return kpiTable.dimensions.filter((name) => !Object.hasOwn(dimensions, name))
    .map((name) => problem([...path, 'dimensions', name], 'missing: every KPI record has it'));
}

const topics = (table: Loose) => list(table['sources']).map((source, index) => ({ topic: object(source)['topic'], index }))
  .filter((source): source is { topic: string; index: number } => typeof source.topic === 'string');

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Loose => (isObject(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
