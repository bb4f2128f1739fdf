/** The data folder of one stack: made or checked, its format known, locked against a second stack; stack opens it before anything else. */
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface DataFolder {
  readonly path: string;
  readonly timestream: string;
  readonly kinesis: string;
  readonly s3: string;
  readonly iot: string;
  /** Holds asynchronous events that are not finished. */
  readonly lambda: string;
  /** Holds package folders and unpacked bundles. */
  readonly package: string;
  /** What runs where, for `npm run send`; absent while no stack runs. */
  readonly addresses: string;
  /** Exists once the simulated fleet has written its day of history. */
  readonly historyMark: string;
  /** Lets the next stack in. */
  close(): void;
}

export class DataFolderError extends Error {}

/** Raised when the layout changes; an older one is then brought up to date here, in place. */
const formatVersion = 1;

/** The folders that this process holds: a lock with its id on any other is left from before, as containers start with the same ids. */
const heldHere = new Set<string>();

const parts = ['timestream', 'kinesis', 's3', 'iot', 'lambda', 'package'] as const;

/** @throws DataFolderError that says why the folder cannot be used */
export function openDataFolder(path: string): DataFolder {
  try {
    makeFolder(path);
    refuseForeign(path);
    const unlock = lock(path);
    try {
      checkFormat(path);
    } catch (error) {
      unlock();
      throw error;
    }
    const inside = Object.fromEntries(parts.map((part) => [part, join(path, part)])) as Record<(typeof parts)[number], string>; // fromEntries forgets the keys
    return {
      path,
      ...inside,
      addresses: join(path, 'addresses.json'),
      historyMark: join(path, 'fleet-history'),
      close: unlock,
    };
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(`the data folder ${path} cannot be written: ${String(error).replace(/^Error: /, '')}`, { cause: error });
  }
}

/** Not mkdir's own `recursive`: where a folder refuses new ones with ENOENT, as those of /proc do, it never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** A folder that holds something else is probably a mistyped --data. */
function refuseForeign(path: string): void {
  if (existsSync(join(path, 'format'))) return;
  const foreign = readdirSync(path).find((name) => ![...parts, 'lock'].includes(name));
  if (foreign !== undefined) throw new DataFolderError(`${path} is not a data folder: it holds ${foreign}`);
}

function checkFormat(path: string): void {
  const file = join(path, 'format');
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${formatVersion}\n`);
    renameSync(`${file}.new`, file); // never half written
    return;
  }
  const found = Number(readFileSync(file, 'utf8'));
  if (found === formatVersion) return;
  throw new DataFolderError(found > formatVersion
    ? `${path} has format ${found}, which a newer Tidegauge wrote; this one knows up to ${formatVersion}`
    : `${file} does not hold a format version`);
}

/**
 * Takes the lock file, whose content is the process id of the stack. One left behind by a killed process is taken over, and so is one
 * without an id, cut short by a crash of the machine.
 * @returns what gives it back
 */
function lock(path: string): () => void {
  const file = join(path, 'lock');
  const held = realpathSync(path);
  const owner = ownerOf(file);
  if (owner === undefined || !(owner === process.pid ? heldHere.has(held) : isRunning(owner))) rmSync(file, { force: true });
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  } catch (error) {
    if (!existsSync(file)) throw error;
    throw new DataFolderError(`${path} is in use by process ${ownerOf(file) ?? 'unknown'}; choose another folder with --data, or delete ${file} if that is no Tidegauge`);
  }
  heldHere.add(held);
  return () => {
    heldHere.delete(held);
    rmSync(file, { force: true });
  };
}

/** @returns undefined where there is no lock, or none with a process id */
function ownerOf(file: string): number | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
