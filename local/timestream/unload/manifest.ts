/** The two files beside the results of an UNLOAD: the manifest, which lists them, and the metadata, which names their columns. */
import { columnInfo } from '../sql/encode/column-info';
import type { UnloadPlan } from './plan-unload';
import type { ResultFile } from './result-files';
import { formatOf } from './unload-options';

/** Members and values: https://docs.aws.amazon.com/timestream/latest/developerguide/export-unload-concepts.html */
const AUTHOR = 'Amazon Timestream';
const RESULT_VERSION = 'Amazon Timestream version 1.0.0';
const FILE_VERSION = '1.0';

/** @param files all of them in the bucket already */
export function manifestText(plan: UnloadPlan, files: readonly ResultFile[]): string {
  const sum = (of: (file: ResultFile) => number) => files.reduce((total, file) => total + of(file), 0);
  return JSON.stringify({
    result_files: files.map(({ key, bytes, rows }) => ({
      url: `s3://${plan.destination.bucket}/${key}`,
      file_metadata: { content_length_in_bytes: bytes, row_count: rows },
    })),
    query_metadata: {
      content_length_in_bytes: sum(({ bytes }) => bytes),
      total_row_count: sum(({ rows }) => rows),
      result_format: formatOf(plan),
      result_version: RESULT_VERSION,
    },
    author: { name: AUTHOR, manifest_file_version: FILE_VERSION },
  });
}

/** Those that name folders are among the columns, too. */
export function metadataText({ columns, partitions }: UnloadPlan): string {
  return JSON.stringify({ ColumnInfo: columnInfo([...columns, ...partitions]), Author: { Name: AUTHOR, MetadataFileVersion: FILE_VERSION } });
}
