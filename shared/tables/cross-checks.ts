/** The rules between values of tables.json; they read it loosely, so that a mistake elsewhere hides none of theirs. */
import type * as z from 'zod/mini';
import { kpiTableProblems } from './kpi-table-checks';
import { entriesOf, isObject, listOf, objectOf, type Loose } from './loose';
import { measureProblems } from './measure-checks';
import { dimensionName, maxTopicLevels, measureName, storageName, utf8Bytes } from './name-rules';
import { problem, shown, type Path, type Problem } from './problem';
import { sourceProblems, sourcesOf } from './source-checks';
import { tagProblems } from './tag-checks';

// https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
const maxDimensions = 128;
/** Names and values of a record's dimensions together. */
const maxDimensionBytes = 2048;
const maxMeasuresOfRecord = 256;
const maxMeasuresOfTable = 1024;

/** Takes any JSON; what is not of the expected kind is skipped here, because the schema reports it. */
export function crossProblems(json: unknown): Problem[] {
  const { tables, tags, stream, kmsKeyId } = objectOf(json);
  return [
    ...tagProblems(tags),
    ...(isObject(tables) ? [
      ...entriesOf(tables).flatMap(([name, table]) => tableProblems(objectOf(table), ['tables', name])),
      ...sourceProblems(tables),
      ...missingStream(stream, tables),
      ...keyWithoutDatabase(kmsKeyId, tables),
      ...kpiTableProblems(tables),
    ] : []),
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
    ...namesTooLong(dimensions, [...path, 'dimensions']),
    ...wrongCount(table['measures'], maxMeasuresOfTable, [...path, 'measures']),
    ...wrongCountOfRecord(measures, [...path, 'measures']),
    ...sharedNames(table, path),
    ...badPartitionKey(table, path),
    ...measures.flatMap(([name, measure]) => measureProblems(measure, [...path, 'measures', name])),
    ...versionOfEvents(table, path),
    ...levelsOutOfReach(table, path),
    ...sourcesWithoutDimension(table, path),
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

/** A record of such a table could have no values, let alone all of its dimensions. */
function namesTooLong(dimensions: readonly [string, unknown][], path: Path): Problem[] {
  const bytes = dimensions
    .filter(([, dimension]) => objectOf(dimension)['required'] === true)
    .reduce((sum, [name]) => sum + utf8Bytes(name), 0);
  if (bytes < maxDimensionBytes) return [];
  return [problem(path, `the names of the required ones have ${bytes} bytes; a record takes ${maxDimensionBytes} of names and values`)];
}

/** Retired measures are columns of the table and of no new record. */
function wrongCountOfRecord(measures: readonly [string, unknown][], path: Path): Problem[] {
  const count = measures.filter(([, measure]) => objectOf(measure)['retired'] !== true).length;
  if (measures.length > 0 && count === 0) return [problem(path, 'all are retired, so that no record could be written')];
  return count > maxMeasuresOfRecord ? [problem(path, `has ${count} entries to write, a record takes ${maxMeasuresOfRecord}`)] : [];
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

/** The content of an event is part of its time: a correction has another content, and would stand beside what it corrects. */
function versionOfEvents({ kind, version }: Loose, path: Path): Problem[] {
  if (kind !== 'event' || version === undefined) return [];
  return [problem([...path, 'version'], 'an event table has none: two readings of one time are two events there, never a correction')];
}

const levelsOf = (filter: string): number => (filter.endsWith('#') ? maxTopicLevels : filter.split('/').length);

/** The level that a path asks for; 0 for every other path. */
const levelOf = (path: unknown): number => Number(/^topic\((\d+)\)$/.exec(String(path))?.[1] ?? 0);

/** Every message of such a source would be refused. A level that no source has is reported where it is asked for. */
function sourcesWithoutDimension(table: Loose, path: Path): Problem[] {
  const ofTopicAlone = entriesOf(table['dimensions'])
    .map(([name, dimension]) => ({ name, required: objectOf(dimension)['required'], levels: listOf(objectOf(dimension)['from']).map(levelOf) }))
    .filter(({ required, levels }) => required === true && levels.length > 0 && !levels.includes(0));
  const sources = sourcesOf(table, path);
  const reach = Math.max(...sources.map(({ topic }) => levelsOf(topic)));
  return sources.flatMap(({ topic, path: at }) => ofTopicAlone
    .filter(({ levels }) => Math.min(...levels) > levelsOf(topic) && Math.min(...levels) <= reach)
    .map(({ name, levels }) => problem([...at, 'topic'], `${shown(topic)} has no level ${Math.min(...levels)}, from which the required dimension ${name} comes`)));
}

/** `topic(5)` can never be found when every source of the table has three levels. */
function levelsOutOfReach(table: Loose, path: Path): Problem[] {
  const levels = sourcesOf(table, path).map(({ topic }) => levelsOf(topic));
  if (levels.length === 0) return [];
  const reach = Math.max(...levels);
  const places = [
    ...['time', 'version'].map((key) => ({ at: [...path, key], entry: table[key] })),
    ...['dimensions', 'measures'].flatMap((kind) => entriesOf(table[kind]).map(([name, entry]) => ({ at: [...path, kind, name], entry }))),
  ];
  return places.flatMap(({ at, entry }) => listOf(objectOf(entry)['from'])
    .filter((text) => levelOf(text) > reach)
    .map((text) => problem([...at, 'from'], `${shown(text)} is beyond the ${reach} levels of the table's sources`)));
}

function missingStream(stream: unknown, tables: Loose): Problem[] {
  if (stream !== false) return [];
  return entriesOf(tables)
    .flatMap(([name, table]) => sourcesOf(objectOf(table), ['tables', name]))
    .filter(({ via }) => via === 'stream')
    .slice(0, 1)
    .map(({ path }) => problem(['stream'], `false, but ${path.map(String).join('.')} is via stream`));
}

/** The database of a table that somebody else made is theirs too. */
function keyWithoutDatabase(kmsKeyId: unknown, tables: Loose): Problem[] {
  const theirs = entriesOf(tables).find(([, table]) => objectOf(table)['existing'] === true);
  if (kmsKeyId === undefined || theirs === undefined) return [];
  return [problem(['kmsKeyId'], `tables.${theirs[0]} is existing and so is its database, which keeps the key it has`)];
}
