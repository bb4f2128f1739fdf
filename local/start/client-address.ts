/** Where clients on this machine find a server that listens on a host and port; start-servers and start-service print and use it. */

/** Hosts that mean every address of the machine, which is none to connect to. */
const wildcards = ['0.0.0.0', '::'];

export function clientAddress(scheme: 'http' | 'mqtt', host: string, port: number): string {
  const reachable = wildcards.includes(host) ? '127.0.0.1' : host;
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
