/** Starts a server on its port, or on the next free one when a default is taken; stack starts every part through it. */

export interface PortChoice {
  /** `--http-port` */
  readonly flag: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** True when the user asked for this port, so that no other will do. */
  readonly isGiven: boolean;
}

/** The port that was asked for cannot be had; the message names the flag. */
export class PortError extends Error {}

/** Enough to step over neighbours, few enough to end soon where something else is wrong. */
const triedPorts = 50;

/**
 * @param start listens on the port it gets, and rejects with EADDRINUSE when it is taken
 * @param log says where a default port moved to
 * @throws PortError when the port given by flag, or every one that was tried, is taken
 */
export async function startOnPort<T>(choice: PortChoice, start: (port: number) => Promise<T>, log: (line: string) => void): Promise<T> {
  const lastPort = choice.isGiven ? choice.port : choice.port + triedPorts;
  for (let port = choice.port; port <= lastPort; port += 1) {
    try {
      const started = await start(port);
      if (port !== choice.port) log(`port ${choice.port} is taken, ${port} it is (${choice.flag} chooses another)`);
      return started;
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EACCES') throw new PortError(`${choice.flag} ${port}: this port may not be used without more rights`, { cause: error });
      if (code !== 'EADDRINUSE') throw error;
    }
  }
  throw new PortError(choice.isGiven
    ? `${choice.flag} ${choice.port}: this port is taken`
    : `all ports from ${choice.port} to ${lastPort} are taken; choose one with ${choice.flag}`);
}

function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
