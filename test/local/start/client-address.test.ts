/** The address of a server, as a client on this machine must write it. */
import { clientAddress } from '../../../local/start/client-address';

describe('the address for clients', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:80'],
    ['localhost', 'http://localhost:80'],
    ['::1', 'http://[::1]:80'],
    ['0.0.0.0', 'http://127.0.0.1:80'],
    ['::', 'http://127.0.0.1:80'],
  ])('of a server on %s is %s', (host, address) => {
    expect(clientAddress('http', host, 80)).toBe(address);
  });
});
