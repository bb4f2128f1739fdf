/** Opens the DuckDB database behind a store, shut off from files, network and configuration since user SQL runs in it. */
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { messageOf } from '../message-of';
import { DataFolderError } from './data-folder';

/**
 * DuckDB's default is 80 % of the machine, which a developer's other programs would feel. With a file this leaves the
 * rest of the server enough to stay under 1 GiB; what does not fit goes to disk.
 */
const memoryLimitWithFile = '512MB';
/** Without one, all rows count as well. */
const memoryLimitWithoutFile = '1GB';

export const sandbox = {
  disabled_optimizers: [
    // It lifts what an expression repeats out of the TRY around it, where a failure is no longer caught.
    'common_subexpressions',
    // For `row_number() ... = 1` DuckDB 1.5.6 mixes up the columns when WHERE reads one that the select does not answer.
    'top_n_window_elimination',
  ].join(','),
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  enable_external_access: 'false',
  lock_configuration: 'true',
};

/**
 * @param file undefined keeps everything in memory and spills nothing to disk
 * @throws DataFolderError, naming the process that has the file open
 */
export async function openDuckDb(file: string | undefined): Promise<DuckDBInstance> {
  // Settings apply in order, and the sandbox closes the door behind itself.
  if (file === undefined) return DuckDBInstance.create(':memory:', { temp_directory: '', memory_limit: memoryLimitWithoutFile, ...sandbox });
  try {
    return await DuckDBInstance.create(file, { memory_limit: memoryLimitWithFile, ...sandbox });
  } catch (cause) {
    throw new DataFolderError(whyNotOpen(file, messageOf(cause)), { cause });
  }
}

function whyNotOpen(file: string, text: string): string {
  if (!text.includes('Could not set lock')) return `${file} cannot be opened: ${text.split('\n')[0]}`;
  const holder = /\(PID (\d+)\)/.exec(text)?.[1];
  return `The data folder ${dirname(file)} is in use by ${holder === undefined ? 'another process' : `process ${holder}`}`;
}
