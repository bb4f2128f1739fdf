/** One chunk of a result -> the CSV lines of its rows in blocks, by the folder they belong in; called by csv-files. */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { isScalarKind } from '../sql/types';
import { cellWriter, textOf } from './csv-cells';
import { partitionFolder } from './partition-folder';
import type { UnloadPlan } from './plan-unload';
import type { CsvDialect } from './unload-options';

const LINE_END = '\n';
/** Their cells are made column by column: row by row takes longer. */
const ROWS_AT_ONCE = 128;
/** With arrays and the like a single row may be long. */
const NESTED_ROWS_AT_ONCE = 1;
/** A block ends here, so that the lines of a chunk are not in memory together when they are long. */
const BLOCK_CHARACTERS = 1024 * 1024;

/** Lines by folder, which is an empty text without partitions. */
export type CsvBlock = ReadonlyMap<string, readonly string[]>;

export interface CsvChunks {
  /** The first line of every file, or nothing. */
  readonly header: string;
  /** Usually one. */
  readonly blocks: (chunk: DuckDBDataChunk) => Iterable<CsvBlock>;
}

export function csvChunks(plan: UnloadPlan, dialect: CsvDialect): CsvChunks {
  const linesOf = lineWriter(plan, dialect);
  const foldersOf = folderNamer(plan);
  const rowsAtOnce = plan.columns.every(({ type }) => isScalarKind(type.kind)) ? ROWS_AT_ONCE : NESTED_ROWS_AT_ONCE;
  return {
    header: dialect.hasHeader ? plan.columns.map(({ name }) => cellWriter(dialect)(name)).join(dialect.delimiter) + LINE_END : '',
    *blocks(chunk) {
      const linesFrom = linesOf(chunk);
      const folders = foldersOf(chunk);
      let block = new Map<string, string[]>();
      let characters = 0;
      for (let first = 0; first < chunk.rowCount; first += rowsAtOnce) {
        linesFrom(first, Math.min(rowsAtOnce, chunk.rowCount - first)).forEach((line, index) => {
          const folder = folders[first + index] ?? '';
          const others = block.get(folder) ?? [];
          block.set(folder, others);
          others.push(line);
          characters += line.length;
        });
        if (characters < BLOCK_CHARACTERS) continue;
        yield block;
        block = new Map();
        characters = 0;
      }
      yield block;
    },
  };
}

/** @returns the lines of so many rows of a chunk, from one on */
function lineWriter({ columns }: UnloadPlan, dialect: CsvDialect): (chunk: DuckDBDataChunk) => (first: number, count: number) => readonly string[] {
  const cell = cellWriter(dialect);
  const texts = columns.map(({ type }) => textOf(type));
  return (chunk) => {
    const textsAt = texts.map((text, index) => {
      const vector = chunk.getColumnVector(index);
      return (row: number) => text(vector, row);
    });
    return (first, count) => {
      const lines = new Array<string>(count).fill('');
      textsAt.forEach((textAt, index) => {
        const end = index === textsAt.length - 1 ? LINE_END : dialect.delimiter;
        for (let row = 0; row < count; row += 1) lines[row] += cell(textAt(first + row)) + end;
      });
      return lines;
    };
  };
}

/** The folder of every row, if there are any; there are few different ones, so each is named once. */
function folderNamer({ columns, partitions }: UnloadPlan): (chunk: DuckDBDataChunk) => readonly string[] {
  const names = partitions.map(({ name }) => name);
  const texts = partitions.map(({ type }) => textOf(type));
  const known = new Map<string, string>();
  return (chunk) => {
    if (partitions.length === 0) return [];
    const textsAt = texts.map((text, index) => {
      const vector = chunk.getColumnVector(columns.length + index);
      return (row: number) => text(vector, row);
    });
    return Array.from({ length: chunk.rowCount }, (_, row) => {
      const values = textsAt.map((textAt) => textAt(row));
      const key = JSON.stringify(values);
      const folder = known.get(key) ?? partitionFolder(names, values);
      // One of too many stops the query soon.
      known.set(key, folder);
      return folder;
    });
  };
}
