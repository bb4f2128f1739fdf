/** Aedes alone, without journal and rules: what the broker could do at most. */
import { createServer, type AddressInfo } from 'node:net';
import { Aedes } from 'aedes';

void Aedes.createBroker({}).then((aedes) => {
  const server = createServer((socket) => { aedes.handle(socket); });
  server.listen(0, '127.0.0.1', () => {
    // A server that listens on a port has an address with one.
    process.stdout.write(`mqtt=mqtt://127.0.0.1:${(server.address() as AddressInfo).port} \n`);
  });
});
