/** What was typed after `npm run dead-letters`: argv to an order, or a UsageError that says what is wrong; dead-letters carries it out. */
import { parseArgs } from 'node:util';

export const usage = `npm run dead-letters                     list all, newest first
npm run dead-letters -- show KEY         show one with its payload; locally the end of the key is enough
npm run dead-letters -- redrive [KEY...] send letters through ingestion again, after a fix

  --reason R --source S --from TIME --to TIME
                   only these; a time is a day (2026-05-01) or has an offset (2026-05-01T08:30:00Z)
  --table T        only those of one table (redrive, and lists with --stage)
  --all            with redrive: every letter
  --dry-run        with redrive: tell what would become of them, and do nothing
  --max-attempts N with redrive: also letters that have been tried so often (5)
  --data DIR       the data folder of the stack (.tidegauge)
  --stage STAGE    on AWS: the function of that stage, by the service name in tables.json, with your own credentials
  --function NAME  on AWS: the function of that name
  --tables FILE    with --stage: another tables.json`;

/** What the caller typed makes no sense; the message says what is wrong with it. */
export class UsageError extends Error {}

/** As functions/redrive takes it; all that is given must hold. */
export interface Narrowing {
  readonly reason?: string;
  readonly source?: string;
  readonly table?: string;
  readonly from?: string;
  readonly to?: string;
}

export type Order =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly narrowing: Narrowing }
  | { readonly kind: 'show'; readonly key: string }
  | { readonly kind: 'redrive'; readonly keys: readonly string[]; readonly narrowing: Narrowing; readonly all: boolean; readonly dryRun: boolean; readonly maxAttempts?: number };

/** Where the letters are. */
export type Place =
  | { readonly kind: 'data-folder'; readonly data: string; readonly isNamed: boolean }
  | { readonly kind: 'aws'; readonly functionName: string }
  | { readonly kind: 'stage'; readonly stage: string; readonly tables: string };

const defaultData = '.tidegauge';
const defaultTables = 'tables.json';

/** @throws UsageError */
export function readArguments(args: readonly string[]): { readonly order: Order; readonly place: Place } {
  const { values, positionals } = parse(args);
  return { order: values.help ? { kind: 'help' } : orderOf(values, positionals), place: placeOf(values) };
}

type Values = ReturnType<typeof parse>['values'];

function orderOf(values: Values, [command, ...keys]: readonly string[]): Order {
  const narrowing = narrowingOf(values);
  const isNarrowed = Object.keys(narrowing).length > 0;
  switch (command) {
    case undefined:
      refuseFlags(values, ['all', 'dry-run', 'max-attempts'], 'a list');
      return { kind: 'list', narrowing };
    case 'show': {
      refuseFlags(values, ['all', 'dry-run', 'max-attempts', ...Object.keys(narrowing)], 'show');
      const [key, surplus] = keys;
      if (key === undefined || surplus !== undefined) throw new UsageError(`show takes one key\n${usage}`);
      return { kind: 'show', key };
    }
    case 'redrive': {
      const all = values.all === true;
      if ([keys.length > 0, isNarrowed, all].filter(Boolean).length !== 1) throw new UsageError(`redrive takes keys, or flags that narrow, or --all\n${usage}`);
      return { kind: 'redrive', keys, narrowing, all, dryRun: values['dry-run'] === true, ...attempts(values['max-attempts']) };
    }
    default:
      throw new UsageError(`${command} is neither show nor redrive\n${usage}`);
  }
}

function narrowingOf({ reason, source, table, from, to }: Values): Narrowing {
  return Object.fromEntries(Object.entries({ reason, source, table, from, to }).filter(([, value]) => value !== undefined));
}

function attempts(text: string | undefined): { maxAttempts?: number } {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError(`--max-attempts ${text} is no whole number from 1 on`);
  return { maxAttempts: Number(text) };
}

function placeOf({ data, stage, 'function': functionName, tables }: Values): Place {
  if ([data, stage, functionName].filter((value) => value !== undefined).length > 1) throw new UsageError('give one of --data, --stage and --function');
  if (tables !== undefined && stage === undefined) throw new UsageError('--tables is for --stage, which needs the name of the service');
  if (functionName !== undefined) return { kind: 'aws', functionName };
  if (stage !== undefined) return { kind: 'stage', stage, tables: tables ?? defaultTables };
  return { kind: 'data-folder', data: data ?? defaultData, isNamed: data !== undefined };
}

function refuseFlags(values: Values, names: readonly string[], what: string): void {
  const given = names.find((name) => Object.hasOwn(values, name));
  if (given !== undefined) throw new UsageError(`--${given} means nothing to ${what}\n${usage}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'reason': { type: 'string' }, 'source': { type: 'string' }, 'table': { type: 'string' }, 'from': { type: 'string' }, 'to': { type: 'string' },
        'all': { type: 'boolean' }, 'dry-run': { type: 'boolean' }, 'max-attempts': { type: 'string' },
        'data': { type: 'string' }, 'stage': { type: 'string' }, 'function': { type: 'string' }, 'tables': { type: 'string' }, 'help': { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
}
