/** The table of functions: a new function is one entry in the file of its family, nothing else. */
import { aggregate } from './aggregate';
import { aggregateApproximate } from './aggregate-approximate';
import { aggregateStatistics } from './aggregate-statistics';
import { array } from './array';
import { arraySets } from './array-sets';
import { binary } from './binary';
import { bitwise } from './bitwise';
import { conditional } from './conditional';
import type { FunctionEntry } from './function';
import { lambda } from './lambda';
import { math } from './math';
import { operators } from './operators';
import { regexp } from './regexp';
import { sequence } from './sequence';
import { series } from './series';
import { text } from './text';
import { time } from './time';
import { timeFields } from './time-fields';
import { timeFormat } from './time-format';
import { window } from './window';

/** By the headings of docs/local-server.md. */
export const functionFamilies: Readonly<Record<string, readonly FunctionEntry[]>> = {
  'Conditional and comparison': conditional,
  Mathematical: math,
  String: text,
  'Regular expression': regexp,
  Bitwise: bitwise,
  Binary: binary,
  Array: [...array, ...arraySets, ...sequence],
  'Date and time': [...time, ...timeFields, ...timeFormat],
  Aggregate: [...aggregate, ...aggregateStatistics, ...aggregateApproximate],
  Window: window,
  'Time series': [...series, ...lambda],
};

function byName(entries: readonly FunctionEntry[]): ReadonlyMap<string, readonly FunctionEntry[]> {
  const table = new Map<string, FunctionEntry[]>();
  for (const entry of entries) {
    const overloads = table.get(entry.signature.name) ?? [];
    table.set(entry.signature.name, [...overloads, entry]);
  }
  return table;
}

/** Entries by the name they are called with, lower case; several are overloads. */
export const functionTable = byName(Object.values(functionFamilies).flat());

/** Operators by their symbol. */
export const operatorTable = byName(operators);
