/** The function table as a page: what docs/local-server.md says about functions, so that it cannot fall behind. */
import { functionFamilies } from '../../local/timestream/sql/functions';
import type { FunctionEntry } from '../../local/timestream/sql/functions/function';

/** Markdown: a row for each family, with every signature. */
export function functionReference(): string {
  const count = Object.values(functionFamilies).flat().length;
  return [
    `${count} signatures. T is any type, O one with an order, N a number; the same letter is the same type throughout.`,
    '',
    '| family | signatures |',
    '| --- | --- |',
    ...Object.entries(functionFamilies).map(([family, entries]) => `| ${family} | ${signatures(entries)} |`),
  ].join('\n');
}

/** Overloads behind their first: `abs(integer)`, `(bigint)`, `(double)`. */
function signatures(entries: readonly FunctionEntry[]): string {
  const overloads = new Map<string, string[]>();
  for (const { signature: { name, text } } of entries) overloads.set(name, [...overloads.get(name) ?? [], text.slice(name.length)]);
  return Array.from(overloads, ([name, parameters]) => `\`${name}\`${parameters.map((list) => ` \`${list}\``).join('')}`).join('; ').replaceAll('|', '\\|');
}
