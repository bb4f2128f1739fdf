/** Asks a running server for a copy of its store, through its control endpoint; `npm run timestream -- backup` prints what came of it. */
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { signedService } from '../timestream/signature/authorize';
import { signRequest } from '../timestream/signature/sign-request';
import type { BackupSettings } from './standalone-flags';

/** What went wrong, in a line for who asked. */
export class BackupError extends Error {}

/**
 * The copy is a data folder: a server can be started on it.
 *
 * @returns what was copied, in words
 * @throws BackupError
 */
export async function requestBackup({ port, to, accessKey }: BackupSettings): Promise<string> {
  if (existsSync(to) && (!statSync(to).isDirectory() || readdirSync(to).length > 0)) throw new BackupError(`--to ${to}: a backup needs a new or empty folder`);
  const server = `127.0.0.1:${port}`;
  const url = new URL(`http://${server}/control`);
  const body = JSON.stringify({ backup: join(to, 'timestream') });
  const headers = { 'content-type': 'application/json' };
  const signed = accessKey === undefined ? headers : signRequest({ method: 'POST', url, headers, body, service: signedService }, accessKey, Date.now());
  // Not fetch, which waits five minutes at most: a large store takes longer.
  const sent = request(url, { method: 'POST', headers: signed }).end(body);
  const [response] = await once(sent, 'response').catch((cause: unknown) => {
    throw new BackupError(`no server answers on ${server}; --port says where it listens`, { cause });
  }) as [IncomingMessage]; // what the event brings
  const answer = await text(response);
  if (response.statusCode !== 200) throw new BackupError(`the server on ${server} refuses: ${messageIn(answer)}`);
  const { files, bytes } = sizeOf(to);
  return `copied ${files} files with ${bytes} bytes into ${to}, which --data takes`;
}

function messageIn(answer: string): string {
  try {
    // Whatever it is, its message is only printed.
    return String((JSON.parse(answer) as { readonly message?: unknown }).message);
  } catch {
    return answer;
  }
}

function sizeOf(folder: string): { readonly files: number; readonly bytes: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return { files: files.length, bytes: files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) };
}
