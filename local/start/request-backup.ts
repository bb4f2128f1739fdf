/** Asks a running server for a copy of its store, through its control endpoint; `npm run timestream -- backup` prints what it answers. */
import { join } from 'node:path';
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
  const url = new URL(`http://127.0.0.1:${port}/control`);
  const body = JSON.stringify({ backup: join(to, 'timestream') });
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', url, headers, body, service: signedService };
  const response = await fetch(url, { method: 'POST', body, headers: accessKey === undefined ? headers : signRequest(request, accessKey, Date.now()) })
    .catch((cause: unknown) => { throw new BackupError(`no server answers on 127.0.0.1:${port}; --port says where it listens`, { cause }); });
  const text = await response.text();
  if (!response.ok) throw new BackupError(`the server on 127.0.0.1:${port} refuses: ${messageIn(text)}`);
  return text;
}

function messageIn(text: string): string {
  try {
    // Whatever it is, its message is only printed.
    return String((JSON.parse(text) as { readonly message?: unknown }).message);
  } catch {
    return text;
  }
}
