/** The whole stack on one machine: data folder, servers, packaged service, fleet, in this order and stopped in reverse; main runs it. */
import { rmSync, writeFileSync } from 'node:fs';
import type { Addresses } from './announcement';
import { Closers } from './closers';
import { openDataFolder } from './data-folder';
import { type ExampleMessage, exampleMessage } from './example-message';
import type { StartSettings } from './flags';
import { prepareService, takePackaged } from './prepare-service';
import { replaceOnSave } from './replace-on-save';
import { requireAddresses } from './require-addresses';
import { requireHealth } from './require-health';
import { runFleet } from './run-fleet';
import { startServers } from './start-servers';
import { startService } from './start-service';
import type { Log, Starting } from './starting';

export interface Stack {
  readonly addresses: Addresses;
  /** One to try it with, when its tables are known and have a topic. */
  readonly example: ExampleMessage | undefined;
  /** The names of the rules at the start, by which Basic Ingest reaches them. */
  readonly rules: readonly string[];
  /** Stops in order; what is acknowledged is on disk, or in the journal for the next start. */
  close(): Promise<void>;
}

/**
 * Resolves when every part answers.
 * @param root the project folder
 * @param stopping ends the start, packaging included; it is aborted when the stack closes
 * @param now the clock of every part, epoch milliseconds; functions have their own
 * @throws FlagError, DataFolderError, PortError, PackagingError, the reason why it was aborted, or what made a part fail; nothing is left running
 */
export async function startStack(settings: StartSettings, root: string, log: Log, stopping: AbortController, now: () => number = Date.now): Promise<Stack> {
  const closers = new Closers();
  const close = async (): Promise<void> => {
    stopping.abort();
    await closers.close();
  };
  try {
    const data = openDataFolder(settings.data);
    closers.add(() => { data.close(); });
    return { ...await startParts({ settings, data, closers, log, now }, root, stopping.signal), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(starting: Starting, root: string, signal: AbortSignal): Promise<Omit<Stack, 'close'>> {
  const { settings, data, closers, log, now } = starting;
  const { tables, packaged, simulate } = settings;
  const startedAt = Date.now();
  await requireAddresses(settings);
  rmSync(data.package, { recursive: true, force: true });
  const prepare = () => prepareService({ root, tables, folder: data.package, signal, log });

  // Packaging takes longest, so it runs while the servers start; what it throws is thrown where it is awaited.
  const preparing = packaged === undefined ? prepare() : takePackaged(packaged, tables);
  const prepared = preparing.then(() => undefined, () => undefined);
  closers.add(() => prepared); // the data folder is not let go before the tool has ended
  const servers = await startServers(starting);
  let current = await preparing;
  signal.throwIfAborted();
  if (packaged === undefined) log(`packaged after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  await servers.createResources(current.service);
  const running = await startService(starting, current.service, servers);
  await requireHealth(running.http);
  signal.throwIfAborted();

  const fleet = simulate ? runFleet(starting, current.tables, running.mqtt) : undefined;
  if (packaged === undefined) {
    closers.add(replaceOnSave(tables, async () => {
      const next = await prepare();
      try {
        await servers.createResources(next.service);
        running.replace(next.service);
      } catch (error) {
        next.remove();
        throw error;
      }
      current.remove();
      current = next;
      await fleet?.restart(next.tables);
    }, log));
  }
  const addresses = { http: running.http, mqtt: running.mqtt, lambda: running.lambda, ...servers.endpoints };
  writeFileSync(data.addresses, JSON.stringify(addresses));
  closers.add(() => { rmSync(data.addresses, { force: true }); });
  return {
    addresses,
    example: current.tables === undefined ? undefined : exampleMessage(current.tables, now()),
    rules: current.service.rules.map(({ name }) => name),
  };
}
