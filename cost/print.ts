/** Costs of a fleet as text; main prints it. */
import { perMonth, totalUsd, type Architecture } from './architectures';
import { readingsPerMessage } from './flushes';
import type { Line } from './lines';
import type { Prices } from './prices';
import { readingsPerSecond, type Shape } from './shape';

export interface Costs {
  readonly shape: Shape;
  readonly architectures: readonly Architecture[];
  readonly lines: readonly Line[];
}

const columns = ['US dollars for a million readings', 'IoT', 'stream', 'HTTP', 'Lambda', 'writes', 'sum', 'KPI records', 'with them', 'a month'];

/** The table of architectures, the lines below it, and what both rest on. */
export function costsAsText(costs: Costs, prices: Prices): string {
  const { shape, architectures, lines } = costs;
  return [
    heading(shape, prices), '',
    ...aligned([columns, ...architectures.map((each) => row(each, shape))]), '',
    'KPI records are one for each invocation. If it were one a minute for each instance, which is not built:',
    ...aligned(architectures.filter(({ kpis }) => kpis.perInvocation > 0).map((each) => [
      `  ${each.name}`, usd(each.kpis.ifEachMinute), `with them ${usd(totalUsd(each) + each.kpis.ifEachMinute)}`,
    ])), '',
    ...aligned([['US dollars a month besides', ''], ...lines.map(({ name, usdPerMonth }) => [`  ${name}`, usdPerMonth === undefined ? 'not sold here' : dollars(usdPerMonth)])]), '',
    ...notes(shape, prices),
  ].join('\n');
}

function heading(shape: Shape, { region, asOf }: Prices): string {
  const perSecond = Number(readingsPerSecond(shape).toPrecision(4));
  return `${shape.table}: ${shape.devices} devices, a reading every ${shape.everyMs / 1000} s (${perSecond} a second), ${shape.measures.length} measures; ${region}, prices of ${asOf}`;
}

function row(architecture: Architecture, shape: Shape): readonly string[] {
  const { name, iot, stream, http, lambda, writes, kpis } = architecture;
  const sum = totalUsd(architecture);
  const all = sum + kpis.perInvocation;
  return [name, ...[iot, stream, http, lambda, writes, sum, kpis.perInvocation, all].map(usd), dollars(perMonth(all, shape))];
}

function notes(shape: Shape, { toBeChecked, borrowed, region }: Prices): readonly string[] {
  const fillS = readingsPerMessage(shape) * shape.everyMs / 1000;
  return [
    `A device that packs fills a message in ${Math.round(fillS)} s; the packer sends after 60 s unless maxWaitMs says more, and then a message holds less.`,
    'Not counted: connections, logs, data transfer, KMS, alarms, free tiers, and discounts for volume.',
    ...(borrowed.length === 0 ? [] : [`Of us-east-1, because not known of ${region}: ${borrowed.join(', ')}.`]),
    ...(toBeChecked.length === 0 ? [] : [`To be checked against AWS's pages (cost/prices.json): ${toBeChecked.join(', ')}.`]),
  ];
}

/** The first column to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
}

/** Four places: the cheapest ways differ in the third. */
function usd(value: number): string {
  return value === 0 ? '-' : value.toFixed(4);
}

function dollars(value: number): string {
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
