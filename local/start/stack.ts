/** The whole stack on one machine: data folder, servers, packaged service, fleet, in this order and stopped in reverse; main runs it. */
import { rmSync, writeFileSync } from 'node:fs';
import type { Addresses } from './announcement';
import { Closers } from './closers';
import { openDataFolder } from './data-folder';
import type { StartSettings } from './flags';
import { prepareService, takePackaged } from './prepare-service';
import { replaceOnSave } from './replace-on-save';
import { requireHealth } from './require-health';
import { runFleet } from './run-fleet';
import { startServers } from './start-servers';
import { startService } from './start-service';
import type { Log, Starting } from './starting';

export interface Stack {
  readonly addresses: Addresses;
  /** Stops in order; what is acknowledged is on disk, or in the journal for the next start. */
  close(): Promise<void>;
}

/**
 * Resolves when every part answers.
 * @param root the project folder
 * @throws DataFolderError, PortError, PackagingError or what made a part fail; nothing is left running
 */
export async function startStack(settings: StartSettings, root: string, log: Log): Promise<Stack> {
  const stopping = new AbortController();
  const closers = new Closers();
  const close = async (): Promise<void> => {
    stopping.abort();
    await closers.close();
  };
  try {
    const data = openDataFolder(settings.data);
    closers.add(() => { data.close(); });
    return { addresses: await startParts({ settings, data, closers, log }, root, stopping.signal), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(starting: Starting, root: string, signal: AbortSignal): Promise<Addresses> {
  const { settings, data, closers, log } = starting;
  const { tables, packaged, simulate } = settings;
  const startedAt = Date.now();
  rmSync(data.package, { recursive: true, force: true });
  const prepare = () => prepareService({ root, tables, folder: data.package, signal });

  // Packaging takes longest, so it runs while the servers start; what it throws is thrown where it is awaited.
  const preparing = packaged === undefined ? prepare() : takePackaged(packaged);
  preparing.catch(() => undefined);
  const servers = await startServers(starting);
  const service = await preparing;
  if (packaged === undefined) log(`packaged after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  await servers.createResources(service);
  const running = await startService(starting, service, servers);
  await requireHealth(running.http);

  const fleet = simulate ? runFleet(starting, running.mqtt) : undefined;
  if (packaged === undefined) {
    closers.add(replaceOnSave(tables, async () => {
      const next = await prepare();
      await servers.createResources(next);
      running.replace(next);
      await fleet?.restart();
    }, log));
  }
  const addresses = { http: running.http, mqtt: running.mqtt, ...servers.endpoints };
  writeFileSync(data.addresses, JSON.stringify(addresses));
  closers.add(() => { rmSync(data.addresses, { force: true }); });
  return addresses;
}
