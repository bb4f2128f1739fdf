/** Which devices the simulated fleet has: a handful for each table that devices publish to; start-fleet runs them. */
import { declaredTables } from './declared-tables';
import { simulatedDevice, type SimulatedDevice } from './simulated-device';

/** Enough to see several series, few enough to read: `expected.devices` is about cost, not about a first look. */
const mostDevicesPerTable = 5;

/** @param tablesJson the content of tables.json, as parsed JSON */
export function planFleet(tablesJson: unknown, seed: string): SimulatedDevice[] {
  return declaredTables(tablesJson).flatMap((table) => {
    const few = Math.min(table.expected.devices, mostDevicesPerTable);
    // Every source is heard of.
    const rounds = Math.ceil(few / table.sources.length);
    const devices = Array.from({ length: rounds }, () => table.sources).flat().slice(0, Math.max(few, table.sources.length));
    return devices.map((source, index) => simulatedDevice(table, source, index, seed));
  });
}
