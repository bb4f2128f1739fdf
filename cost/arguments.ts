/** The flags of `npm run cost` -> what is asked; main answers. */
import { parseArgs } from 'node:util';
import { durationToNs, nsToMs } from '../shared/time';
import { CostError } from './cost-error';
import { regions, type Region } from './prices';
import type { ShapeChanges } from './shape';

export const usage = `npm run cost                 what the fleet of tables.json costs, by each way of ingestion
  --table NAME               one table; by default every table with sources
  --devices N  --every 10s   the fleet, in place of "expected"
  --fields N                 so many measures of type DOUBLE, in place of the table's
  --memory-hours N  --magnetic-days N
  --tables FILE              another tables.json
  --region us-east-1|ap-south-1
  --prices FILE              other prices than cost/prices.json
  --json                     figures as JSON`;

export interface CostArguments {
  readonly help: boolean;
  readonly json: boolean;
  readonly table: string | undefined;
  readonly tablesFile: string | undefined;
  readonly pricesFile: string | undefined;
  readonly region: Region;
  readonly changes: ShapeChanges;
}

/** Of Timestream: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const limits = { measures: 256, memoryHours: 8766, magneticDays: 73_000 } as const;
const mostDevices = 10_000_000;

/** @throws CostError naming the flag and what is wrong with it */
export function readArguments(argv: readonly string[]): CostArguments {
  const values = parsed(argv);
  return {
    help: values.help === true,
    json: values.json === true,
    table: values.table,
    tablesFile: values.tables,
    pricesFile: values.prices,
    region: region(values.region),
    changes: {
      devices: whole('--devices', values.devices, mostDevices),
      everyMs: interval(values.every),
      fields: whole('--fields', values.fields, limits.measures),
      memoryHours: whole('--memory-hours', values['memory-hours'], limits.memoryHours),
      magneticDays: whole('--magnetic-days', values['magnetic-days'], limits.magneticDays),
    },
  };
}

function parsed(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        table: text, devices: text, every: text, fields: text, 'memory-hours': text, 'magnetic-days': text,
        tables: text, region: text, prices: text, json: flag, help: flag,
      },
    }).values;
  } catch (cause) {
    throw new CostError(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
}

function whole(flag: string, given: string | undefined, most: number): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < 1 || value > most) throw new CostError(`${flag} ${given} is no whole number from 1 to ${most}`);
  return value;
}

function interval(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const ns = durationToNs(given);
  const ms = ns === undefined ? 0 : nsToMs(ns);
  if (ms < 1) throw new CostError(`--every ${given} is no duration such as 10s (ms, s, m, h, d)`);
  return ms;
}

function region(given: string = regions[0]): Region {
  const known = regions.find((name) => name === given);
  if (known === undefined) throw new CostError(`--region ${given} is none of ${regions.join(', ')}`);
  return known;
}
