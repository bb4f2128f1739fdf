/** `npm run cost`: what the fleet of tables.json costs a month and for a million readings, by each way of ingestion. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableDefinition } from '../shared/tables/definition';
import { parseTables, TablesError } from '../shared/tables/parse-tables';
import { architectures, perMonth, totalUsd } from './architectures';
import { readArguments, usage } from './arguments';
import { CostError } from './cost-error';
import { lines } from './lines';
import { parsePrices } from './prices';
import { costsAsText, type Costs } from './print';
import { shapeOf } from './shape';

/**
 * @returns the text to print
 * @throws CostError for what the caller can mend
 */
export function cost(argv: readonly string[]): string {
  const { help, json, table, tablesFile, pricesFile, region, changes } = readArguments(argv);
  if (help) return usage;
  const prices = parsePrices(readJson(pricesFile ?? join(__dirname, 'prices.json')), region);
  const all = chosen(tablesOf(tablesFile ?? join(__dirname, '..', 'tables.json')), table).map((definition): Costs => {
    const shape = shapeOf(definition, changes);
    return { shape, architectures: architectures(shape, prices), lines: lines(shape, prices) };
  });
  return json ? JSON.stringify(all.map((costs) => figures(costs, prices.region)), null, 2) : all.map((costs) => costsAsText(costs, prices)).join('\n\n');
}

function figures({ shape, architectures: ways, lines: besides }: Costs, region: string) {
  const { table, devices, everyMs, retention, measures } = shape;
  return {
    table, region, devices, everyMs, measures: measures.length, retention,
    usdPerMillionReadings: ways.map((way) => ({ ...way, sum: totalUsd(way), usdPerMonth: perMonth(totalUsd(way) + way.kpis.perInvocation, shape) })),
    usdPerMonthBesides: besides.map(({ name, usdPerMonth = null }) => ({ name, usdPerMonth })),
  };
}

function tablesOf(file: string): readonly TableDefinition[] {
  try {
    return parseTables(readJson(file)).tables;
  } catch (cause) {
    throw cause instanceof TablesError ? new CostError(`${file}: ${cause.message}`, { cause }) : cause;
  }
}

/** Tables without sources, such as that of the KPIs, have no fleet. */
function chosen(tables: readonly TableDefinition[], name: string | undefined): readonly TableDefinition[] {
  const withSources = tables.filter(({ sources }) => sources.length > 0);
  const found = name === undefined ? withSources : withSources.filter((table) => table.name === name);
  if (found.length === 0) {
    throw new CostError(`${name === undefined ? 'no table has sources' : `--table ${name} is no table with sources`}; those that have: ${withSources.map((table) => table.name).join(', ') || 'none'}`);
  }
  return found;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CostError(`${file} cannot be read as JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

if (require.main === module) {
  try {
    console.log(cost(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof CostError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
