/**
 * The control endpoint over HTTP: GET shows the state, POST changes it, DELETE brings back what was at the start. It is no
 * part of the service's protocol, and for programs on the same machine only, or for those that sign with an access key.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { ServiceError } from '../errors';
import { messageOf } from '../message-of';
import { readBody } from '../protocol/read-body';
import type { Authorize } from '../signature/authorize';
import { DataFolderError } from '../store/data-folder';
import type { Control } from './control';
import { ControlError, controlRequest } from './control-change';

export const controlPath = '/control';
const contentType = 'application/json';

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** What a request may have done to the store. */
export interface ControlCommands {
  moveTiers(): Promise<void>;
  /** @throws DataFolderError when there is something in the folder already */
  backup(folder: string): Promise<void>;
}

/** @param control undefined when anybody on other machines could reach it */
export async function answerControl(
  control: Control | undefined, commands: ControlCommands, authorize: Authorize, request: IncomingMessage, response: ServerResponse,
): Promise<void> {
  const { status, body } = await answer(control, commands, authorize, request).catch((cause: unknown): Answer => {
    if (cause instanceof ControlError || cause instanceof DataFolderError) return refused(400, cause.message);
    if (cause instanceof ServiceError) return refused(cause.status, cause.message);
    throw cause;
  });
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType });
  response.end(`${JSON.stringify(body, undefined, 2)}\n`);
}

async function answer(control: Control | undefined, commands: ControlCommands, authorize: Authorize, request: IncomingMessage): Promise<Answer> {
  const sent = await readBody(request);
  authorize(request, sent);
  if (control === undefined) return refused(404, 'There is no control endpoint: the server listens to other machines as well. Start it on 127.0.0.1, or with an access key.');
  // A page of another site can make its own name mean this machine; it cannot make its requests name the machine.
  if (!isOfThisMachine(request.headers.host)) return refused(403, `The host ${request.headers.host} is not localhost or an address.`);
  switch (request.method) {
    case 'GET':
      return { status: 200, body: control.state() };
    case 'POST':
      // Browsers ask before they send this type to another site, and nobody answers.
      if (request.headers['content-type']?.split(';')[0]?.trim() !== contentType) return refused(415, `The content type must be ${contentType}.`);
      await obey(controlRequest(parse(sent)), control, commands);
      return { status: 200, body: control.state() };
    case 'DELETE':
      control.reset();
      return { status: 200, body: control.state() };
    default:
      return refused(405, `${request.method} ${controlPath}: the methods are GET, POST and DELETE.`);
  }
}

async function obey({ moveTiers, backup, ...change }: ReturnType<typeof controlRequest>, control: Control, commands: ControlCommands): Promise<void> {
  control.change(change);
  if (moveTiers) await commands.moveTiers();
  if (backup !== undefined) await commands.backup(backup);
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
