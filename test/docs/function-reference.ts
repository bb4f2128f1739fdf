/** The function table as a page: what docs/local-server.md says about functions, so that it cannot fall behind. */
import type { FunctionEntry } from '../../local/timestream/sql/functions/function';
import { functionTable } from '../../local/timestream/sql/functions';

/** Markdown: every signature that is supported, and every documented one that is not yet. */
export function functionReference(): string {
  const entries = [...functionTable.values()].flat();
  const supported = entries.filter(({ kind }) => kind !== 'future');
  const future = entries.filter(({ kind }) => kind === 'future');
  return [
    `Supported, ${supported.length} signatures: ${signatures(supported)}.`,
    `Not supported yet, ${future.length} signatures: ${signatures(future)}.`,
  ].join('\n\n');
}

function signatures(entries: readonly FunctionEntry[]): string {
  return entries.map(({ signature }) => `\`${signature.text}\``).join(', ');
}
