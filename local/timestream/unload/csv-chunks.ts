/** One chunk of a result -> the CSV lines of its rows, by the folder they belong in; called by csv-files. */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { cellWriter, textOf } from './csv-cells';
import { partitionFolder } from './partition-folder';
import type { UnloadPlan } from './plan-unload';
import type { CsvDialect } from './unload-options';

const LINE_END = '\n';

export interface CsvChunks {
  /** The first line of every file, or nothing. */
  readonly header: string;
  /** Lines by folder, which is an empty text without partitions. */
  readonly linesByFolder: (chunk: DuckDBDataChunk) => ReadonlyMap<string, readonly string[]>;
}

export function csvChunks(plan: UnloadPlan, dialect: CsvDialect): CsvChunks {
  const linesOf = lineWriter(plan, dialect);
  const foldersOf = folderNamer(plan);
  return {
    header: dialect.hasHeader ? plan.columns.map(({ name }) => cellWriter(dialect)(name)).join(dialect.delimiter) + LINE_END : '',
    linesByFolder: (chunk) => {
      const lines = linesOf(chunk);
      if (plan.partitions.length === 0) return new Map([['', lines]]);
      const byFolder = new Map<string, string[]>();
      foldersOf(chunk).forEach((folder, row) => {
        const others = byFolder.get(folder) ?? [];
        byFolder.set(folder, others);
        others.push(lines[row] ?? '');
      });
      return byFolder;
    },
  };
}

/** Goes column by column: row by row takes longer. */
function lineWriter({ columns }: UnloadPlan, dialect: CsvDialect): (chunk: DuckDBDataChunk) => readonly string[] {
  const cell = cellWriter(dialect);
  const texts = columns.map(({ type }) => textOf(type));
  return (chunk) => {
    const lines = new Array<string>(chunk.rowCount).fill('');
    texts.forEach((text, index) => {
      const vector = chunk.getColumnVector(index);
      const end = index === texts.length - 1 ? LINE_END : dialect.delimiter;
      for (let row = 0; row < lines.length; row += 1) lines[row] += cell(text(vector, row)) + end;
    });
    return lines;
  };
}

/** The folder of every row; there are few different ones, so each is named once. */
function folderNamer({ columns, partitions }: UnloadPlan): (chunk: DuckDBDataChunk) => readonly string[] {
  const names = partitions.map(({ name }) => name);
  const texts = partitions.map(({ type }) => textOf(type));
  const known = new Map<string, string>();
  return (chunk) => {
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
