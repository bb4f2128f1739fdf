/** Fleets whose costs are known by hand, and the prices that they were reckoned with. */
import type { Architecture } from '../../cost/architectures';
import { parsePrices } from '../../cost/prices';
import pricesJson from '../../cost/prices.json';
import { shapeOf, type Shape } from '../../cost/shape';
import { parseTables } from '../../shared/tables/parse-tables';
import tablesJson from '../../tables.json';

export const prices = parsePrices(pricesJson, 'us-east-1');

const { Kpis } = tablesJson.tables;

/**
 * Three dimensions and four doubles: 126 bytes as one record, 270 as four.
 *
 * @param device where the device's name is: in the JSON of each reading, unless the topic says it
 */
export function plantShape(devices: number, everyMs: number, device: '$.deviceId' | 'topic(2)' = '$.deviceId'): Shape {
  const plant = {
    sources: [{ topic: 'plants/+/telemetry' }],
    time: { from: '$.ts' },
    measureName: 'telemetry',
    dimensions: { deviceId: { from: device, required: true }, site: {}, model: {} },
    measures: { temperature: 'DOUBLE', humidity: 'DOUBLE', pressure: 'DOUBLE', battery: 'DOUBLE' },
    retention: { memoryHours: 24, magneticDays: 365 },
  };
  const [table] = parseTables({ ...tablesJson, tables: { Plant: plant, Kpis } }).tables;
  return shapeOf(table!, { devices, everyMs });
}

/** The way whose name has this in it. */
export function way(ways: readonly Architecture[], name: string | RegExp): Architecture {
  const found = ways.filter((each) => (typeof name === 'string' ? each.name === name : name.test(each.name)));
  expect(found).toHaveLength(1);
  return found[0]!;
}
