/** Host and ports are tried before anything takes time; a refusal names the flag. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { readFlags } from '../../../local/start/flags';
import { requireAddresses } from '../../../local/start/require-addresses';

async function check(...argv: string[]): Promise<void> {
  const settings = readFlags(argv, '/project');
  if (settings !== 'help') await requireAddresses(settings);
}

describe('the addresses', () => {
  it('pass when the host is this machine and the ports are free', async () => {
    await check('--http-port', '0');
  });

  it('are refused by --host when the host is none of this machine', async () => {
    await expect(check('--host', '192.0.2.1')).rejects.toThrow('--host 192.0.2.1: this machine cannot listen there (listen EADDRNOTAVAIL');
  });

  it('are refused by the flag of a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo; // a listening TCP server has one
    await expect(check('--s3-port', String(port))).rejects.toThrow(`--s3-port ${port}: this port is taken`);
    taken.close();
    await once(taken, 'close');
  });
});
