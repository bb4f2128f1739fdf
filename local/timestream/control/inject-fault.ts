/** Lets a request meet what the control endpoint has prepared for its operation; answer-request calls it around the operation. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../errors';
import type { Control } from './control';

/** `closed`: the client gets no answer, and its connection is gone. */
export type Injected = 'nothing' | 'closed' | 'close-after';

/**
 * @param closing ends every wait when the server stops
 * @returns what is left to do; `close-after` closes the connection once the operation was applied
 * @throws ServiceError when the fault is an answer
 */
export async function injectFault(control: Control, operation: string, request: IncomingMessage, closing: AbortSignal): Promise<Injected> {
  const delayMs = control.delayMs(operation);
  // Cut short when the server stops: the request is still answered.
  if (delayMs > 0) await delay(delayMs, undefined, { signal: closing }).catch(() => undefined);
  const fault = control.takeFault(operation);
  switch (fault) {
    case undefined:
      return 'nothing';
    case 'throttle':
      throw new ServiceError('ThrottlingException', 'Request was denied due to request throttling.');
    case 'internal-error':
      throw new ServiceError('InternalServerException', 'A fault that the control endpoint asked for.');
    case 'close-after':
      return fault;
    case 'hang':
      // Until the client has had enough.
      if (!request.socket.destroyed) await once(request.socket, 'close', { signal: closing }).catch(() => undefined);
      request.socket.destroy();
      return 'closed';
    case 'close-before':
      request.socket.destroy();
      return 'closed';
  }
}
