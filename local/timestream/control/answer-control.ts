/**
 * The control endpoint over HTTP: GET shows the state, POST changes it, DELETE brings back what was at the start. It is no
 * part of the service's protocol, and for programs on the same machine only.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { messageOf } from '../message-of';
import { readBody } from '../protocol/read-body';
import type { Control } from './control';
import { ControlError, controlChange } from './control-change';

export const controlPath = '/control';
const contentType = 'application/json';

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** @param control undefined when the server listens to more than its own machine */
export async function answerControl(control: Control | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await answer(control, request).catch((cause: unknown): Answer => {
    if (cause instanceof ControlError) return refused(400, cause.message);
    throw cause;
  });
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType });
  response.end(`${JSON.stringify(body, undefined, 2)}\n`);
}

async function answer(control: Control | undefined, request: IncomingMessage): Promise<Answer> {
  if (control === undefined) return refused(404, 'There is no control endpoint: the server listens to other machines as well. Start it on 127.0.0.1.');
  // A page of another site can make its own name mean this machine; it cannot make its requests name the machine.
  if (!isOfThisMachine(request.headers.host)) return refused(403, `The host ${request.headers.host} is not localhost or an address.`);
  switch (request.method) {
    case 'GET':
      return { status: 200, body: control.state() };
    case 'POST':
      // Browsers ask before they send this type to another site, and nobody answers.
      if (request.headers['content-type']?.split(';')[0]?.trim() !== contentType) return refused(415, `The content type must be ${contentType}.`);
      control.change(controlChange(parse(await readBody(request))));
      return { status: 200, body: control.state() };
    case 'DELETE':
      control.reset();
      return { status: 200, body: control.state() };
    default:
      return refused(405, `${request.method} ${controlPath}: the methods are GET, POST and DELETE.`);
  }
}

function isOfThisMachine(host = ''): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || isIP(name) !== 0;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new ControlError(`The body is not JSON: ${messageOf(cause)}`, { cause });
  }
}

function refused(status: number, message: string): Answer {
  return { status, body: { message } };
}
