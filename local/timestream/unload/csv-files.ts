/** Chunks of a result -> CSV files, one after the other in each partition; run-unload hands in the chunks as they come. */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { csvChunks, type CsvBlock } from './csv-chunks';
import { checkPartitionCount } from './partition-folder';
import type { UnloadPlan } from './plan-unload';
import type { ResultFiles } from './result-files';
import { SpoolFile } from './spool-file';
import type { CsvDialect } from './unload-options';

/**
 * Writes all rows, and sends every file once it is full.
 *
 * @returns the folders of the partitions
 * @throws ServiceError when they are too many
 */
export async function writeCsvFiles(plan: UnloadPlan, dialect: CsvDialect, chunks: AsyncIterable<DuckDBDataChunk>, files: ResultFiles): Promise<ReadonlySet<string>> {
  const { header, blocks } = csvChunks(plan, dialect);
  const folders = new Set<string>();
  const open = new Map<string, SpoolFile>();
  const finish = async (folder: string, file: SpoolFile) => {
    await file.close();
    open.delete(folder);
    await files.send(folder, file);
  };
  const write = async (block: CsvBlock) => {
    for (const [folder, lines] of block) {
      checkPartitionCount(folders.add(folder).size);
      let file = open.get(folder);
      if (file === undefined) {
        file = new SpoolFile(files.nextPath(), plan.isCompressed);
        open.set(folder, file);
        await file.write(header, 0);
      }
      await file.write(lines.join(''), lines.length);
      if (file.byteLength >= plan.maxFileBytes) await finish(folder, file);
    }
  };
  try {
    for await (const chunk of chunks) {
      for (const block of blocks(chunk)) await write(block);
    }
    for (const [folder, file] of open) await finish(folder, file);
    return folders;
  } finally {
    for (const file of open.values()) await file.abandon();
  }
}
