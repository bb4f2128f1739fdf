/** A message that a device of tables.json could publish now, for the lines that a newcomer pastes; announcement prints them. */
import type { Place } from '../fleet/declared-tables';
import { noFault } from '../fleet/fault';
import { planFleet } from '../fleet/plan-fleet';

export interface ExampleMessage {
  readonly table: string;
  readonly topic: string;
  /** JSON text. */
  readonly payload: string;
  /** A measure of the message whose average can be asked for, and a dimension to ask by. */
  readonly measure?: string;
  readonly dimension?: string;
}

/** Not one of the simulated devices, whose readings it would mix with. */
const exampleDevice = 'my-device';

/**
 * @param tables the content of tables.json, which packaging has checked
 * @returns undefined when no table has a topic
 */
export function exampleMessage(tables: unknown, nowMs: number): ExampleMessage | undefined {
  const [device] = planFleet(tables, exampleDevice);
  if (device === undefined) return undefined;
  const { table } = device;
  const { each, around } = device.readingAt(nowMs, noFault);
  const withoutTime = Object.entries(each)
    .filter(([name]) => isTimeRequired(tables, table.name) || !table.time.places.some((place) => isField(place, name)));
  const measure = table.measures.find(({ type }) => type === 'DOUBLE' || type === 'BIGINT')?.name;
  const dimension = table.dimensions.find(({ required }) => required)?.name;
  return {
    table: table.name,
    topic: device.topic.replaceAll(device.name, exampleDevice),
    payload: JSON.stringify(device.message([{ each: Object.fromEntries(withoutTime), around }])).replaceAll(device.name, exampleDevice),
    ...(measure === undefined ? {} : { measure }),
    ...(dimension === undefined ? {} : { dimension }),
  };
}

/**
 * A time is left out where it may be: fixed when the line was printed, it would make a second, edited message conflict
 * with the first.
 */
function isTimeRequired(tables: unknown, table: string): boolean {
  // The shape that packaging has checked.
  const { tables: definitions } = tables as { tables: Record<string, { time?: { ifMissing?: string } }> };
  return definitions[table]?.time?.ifMissing === 'reject';
}

function isField(place: Place, name: string): boolean {
  return typeof place === 'object' && 'keys' in place && place.keys.length === 1 && place.keys[0] === name;
}
