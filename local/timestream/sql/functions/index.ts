/** The table of functions: a new function is one entry in the file of its family, nothing else. */
import { aggregate } from './aggregate';
import { array } from './array';
import { conditional } from './conditional';
import type { FunctionEntry } from './function';
import { math } from './math';
import { operators } from './operators';
import { series } from './series';
import { text } from './text';
import { time } from './time';
import { timeFields } from './time-fields';
import { window } from './window';

const families: readonly (readonly FunctionEntry[])[] = [
  conditional, math, text, array, time, timeFields, aggregate, window, series,
];

function byName(entries: readonly FunctionEntry[]): ReadonlyMap<string, readonly FunctionEntry[]> {
  const table = new Map<string, FunctionEntry[]>();
  for (const entry of entries) {
    const overloads = table.get(entry.signature.name) ?? [];
    table.set(entry.signature.name, [...overloads, entry]);
  }
  return table;
}

/** Entries by the name they are called with, lower case; several are overloads. */
export const functionTable = byName(families.flat());

/** Operators by their symbol. */
export const operatorTable = byName(operators);
