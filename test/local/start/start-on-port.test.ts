/** Ports: a default that is taken moves on, one given by flag is an error that names the flag. */
import { once } from 'node:events';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { startOnPort } from '../../../local/start/start-on-port';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => { server.close(); return once(server, 'close'); }));
});

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port; // a listening TCP server has one
}

describe('starting on a port', () => {
  it('takes the port that is free, without a word', async () => {
    const lines: string[] = [];
    expect(await startOnPort({ flag: '--http-port', port: 0, isGiven: true }, listen, (line) => { lines.push(line); })).toBeGreaterThan(0);
    expect(lines).toEqual([]);
  });

  it('moves from a taken default to the next free one, and says so', async () => {
    const taken = await listen(0);
    const lines: string[] = [];
    const port = await startOnPort({ flag: '--http-port', port: taken, isGiven: false }, listen, (line) => { lines.push(line); });
    expect(port).toBeGreaterThan(taken);
    expect(lines).toEqual([`port ${taken} is taken, ${port} it is (--http-port chooses another)`]);
  });

  it('refuses a taken port that was given, naming the flag', async () => {
    const taken = await listen(0);
    await expect(startOnPort({ flag: '--mqtt-port', port: taken, isGiven: true }, listen, () => undefined)).rejects.toThrow(`--mqtt-port ${taken}: this port is taken`);
  });

  it('gives up after a while of taken ports', async () => {
    const takenAlways = (): Promise<never> => Promise.reject(Object.assign(new Error('taken'), { code: 'EADDRINUSE' }));
    await expect(startOnPort({ flag: '--s3-port', port: 4582, isGiven: false }, takenAlways, () => undefined)).rejects.toThrow('all ports from 4582 to 4632 are taken; choose one with --s3-port');
  });

  it('names the flag of a port that needs more rights', async () => {
    const denied = (): Promise<never> => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }));
    await expect(startOnPort({ flag: '--http-port', port: 80, isGiven: true }, denied, () => undefined)).rejects.toThrow('--http-port 80: this port may not be used without more rights');
  });

  it('passes on what else keeps a server from starting', async () => {
    await expect(startOnPort({ flag: '--http-port', port: 0, isGiven: true }, () => Promise.reject(new Error('broken disk')), () => undefined)).rejects.toThrow('broken disk');
  });
});
