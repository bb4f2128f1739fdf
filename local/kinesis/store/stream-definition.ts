/** What a stream is beside its records, as its file on disk says; streams writes it and reads it back. */
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from './segment';

export interface StreamDefinition {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdMs: number;
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  readonly shardCount: number;
  readonly retentionHours: number;
  readonly maxRecordSizeKib: number;
  readonly tags: Readonly<Record<string, string>>;
}

const fileName = 'stream.json';

/** @returns undefined when there is none: the stream was never whole, or is being deleted */
export async function readDefinition(folder: string): Promise<StreamDefinition | undefined> {
  const file = definitionFile(folder);
  if (!existsSync(file)) return undefined;
  try {
    // writeDefinition left it whole or not at all.
    return JSON.parse(await readFile(file, 'utf8')) as StreamDefinition;
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${String(cause)}`, { cause });
  }
}

export async function writeDefinition(folder: string, definition: StreamDefinition): Promise<void> {
  await writeDurably(definitionFile(folder), JSON.stringify(definition));
}

export function definitionFile(folder: string): string {
  return join(folder, fileName);
}

/** The new content is on disk whole, or the old one is. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w');
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  await syncFolder(dirname(file));
}
