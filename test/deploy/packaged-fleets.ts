/** The service and another fleet, packaged at the same time: once for all tests that look at what is packaged. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import tablesJson from '../../tables.json';
import { oncePerRun } from '../once-per-run';
import { deployEnvironment, deployTool, readPackaged, type Packaged } from './packaged';

const execute = promisify(execFile);

/** Says everything of which the template speaks. */
const meters = {
  ...tablesJson.tables.SensorReadings,
  sources: [{ topic: 'meters/+/telemetry' }, { topic: 'gateways/+/+', via: 'stream' }],
  dimensions: { ...tablesJson.tables.SensorReadings.dimensions, customer: { hash: 'hmac' } },
};
const metersFile = { ...tablesJson, service: 'meters', kmsKeyId: 'alias/meters', tags: { team: 'energy' }, tables: { Meters: meters, Kpis: tablesJson.tables.Kpis } };

/** Both for stage `prod`. */
export async function packagedFleets(): Promise<{ readonly own: Packaged; readonly other: Packaged }> {
  const folder = await oncePerRun('packaged-fleets', async (made) => {
    const file = join(made, 'meters.json');
    writeFileSync(file, JSON.stringify(metersFile));
    const packageInto = (name: string, env: Readonly<Record<string, string>> = {}) =>
      execute(process.execPath, [deployTool, 'package', '--stage', 'prod', '--package', join(made, name, 'package')], { env: { ...deployEnvironment, ...env } });
    await Promise.all([packageInto('own'), packageInto('other', { TIDEGAUGE_TABLES: file })]);
  });
  return { own: readPackaged(join(folder, 'own')), other: readPackaged(join(folder, 'other')) };
}
