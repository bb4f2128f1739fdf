/** Tries the host and the ports given by flag before anything takes time; stack does it first, the servers listen there later. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { StartSettings } from './flags';
import { FlagError } from './parse-flags';
import { startOnPort } from './start-on-port';

/** @throws FlagError naming --host, or PortError naming the flag of the port that is taken */
export async function requireAddresses({ host, http, mqtt, timestream, kinesis, s3, lambda }: Pick<StartSettings, 'host' | 'http' | 'mqtt' | 'timestream' | 'kinesis' | 's3' | 'lambda'>): Promise<void> {
  await listenOnce(host, 0).catch((cause: unknown) => {
    throw new FlagError(`--host ${host}: this machine cannot listen there (${String(cause).replace(/^Error: /, '')})`, { cause });
  });
  for (const choice of [http, mqtt, timestream, kinesis, s3, lambda]) {
    if (choice.isGiven) await startOnPort(choice, (port) => listenOnce(host, port), () => undefined);
  }
}

async function listenOnce(host: string, port: number): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
