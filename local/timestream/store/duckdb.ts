/** Opens the DuckDB database behind a store, shut off from files, network and configuration since user SQL runs in it. */
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { messageOf } from '../message-of';
import { stringLiteral } from '../sql/print/literal';
import { DataFolderError } from './data-folder';

/**
 * DuckDB's default is 80 % of the machine, which a developer's other programs would feel. With a file this leaves the
 * rest of the server enough to stay under 1 GiB; what does not fit goes to disk.
 */
const memoryLimitWithFile = '512MB';
/** Without one, all rows count as well. */
const memoryLimitWithoutFile = '1GB';

const settings = {
  disabled_optimizers: [
    // It lifts what an expression repeats out of the TRY around it, where a failure is no longer caught.
    'common_subexpressions',
    // For `row_number() ... = 1` DuckDB 1.5.6 mixes up the columns when WHERE reads one that the select does not answer.
    'top_n_window_elimination',
  ].join(','),
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
};

/** Shuts user SQL in; nothing can be set afterwards. */
const lock = { enable_external_access: 'false', lock_configuration: 'true' };

export const sandbox = { ...settings, ...lock };

/**
 * @param file undefined keeps everything in memory and spills nothing to disk
 * @param folders where statements of our own may read and write files
 * @throws DataFolderError, naming the process that has the file open
 */
export async function openDuckDb(file: string | undefined, folders: readonly string[]): Promise<DuckDBInstance> {
  const instance = await createInstance(file);
  const connection = await instance.connect();
  await connection.run(`SET allowed_directories = [${folders.map((folder) => stringLiteral(`${folder}/`)).join(', ')}]`);
  for (const [name, value] of Object.entries(lock)) await connection.run(`SET ${name} = ${value}`);
  connection.closeSync();
  return instance;
}

async function createInstance(file: string | undefined): Promise<DuckDBInstance> {
  if (file === undefined) return DuckDBInstance.create(':memory:', { temp_directory: '', memory_limit: memoryLimitWithoutFile, ...settings });
  try {
    return await DuckDBInstance.create(file, { memory_limit: memoryLimitWithFile, ...settings });
  } catch (cause) {
    throw new DataFolderError(whyNotOpen(file, messageOf(cause)), { cause });
  }
}

function whyNotOpen(file: string, text: string): string {
  if (!text.includes('Could not set lock')) return `${file} cannot be opened: ${text.split('\n')[0]}`;
  const holder = /\(PID (\d+)\)/.exec(text)?.[1];
  return `The data folder ${dirname(file)} is in use by ${holder === undefined ? 'another process' : `process ${holder}`}`;
}
