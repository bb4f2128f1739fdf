/** One port for HTTP/1.1 and for HTTP/2 without TLS: the first bytes of a connection say which it is; server listens through it. */
import { createServer as createHttp1Server } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Handle } from './exchange';

export interface Listening {
  readonly port: number;
  /** Answers what has begun and ends the connections. */
  close(): Promise<void>;
}

/** RFC 9113, section 3.4: how every HTTP/2 connection begins; no method of HTTP/1.1 begins with its first three letters. */
const preface = Buffer.from('PRI');

/** Longer than clients keep an idle connection, so that none is closed under a request. */
const keepAliveMs = 75_000;

/** How long close() lets requests that are under way run on. */
const closeGraceMs = 2000;

/** @throws Node's error when the port is taken (EADDRINUSE) */
export async function listenBoth(port: number, host: string, handle: Handle): Promise<Listening> {
  /** Connections without a request; those of HTTP/2 end with their session. Node keeps no such list for a server that does not listen itself. */
  const idle = new Set<Socket>();
  const http1 = createHttp1Server({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    const { socket } = request;
    idle.delete(socket);
    response.once('close', () => {
      if (!server.listening) socket.end();
      else if (!socket.destroyed) idle.add(socket);
    });
    handle(request, response);
  });
  const http2 = createHttp2Server((request, response) => { handle(request, response); });
  const sessions = new Set<ServerHttp2Session>();
  http2.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    idle.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      idle.delete(socket);
    });
    // A client that goes away is no failure of the server.
    socket.on('error', () => undefined);
    whenKnown(socket, (isHttp2) => {
      if (isHttp2) idle.delete(socket);
      (isHttp2 ? http2 : http1).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    // A server that listens on a port has an address with one.
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const session of sessions) session.close();
      for (const socket of idle) socket.destroy();
      const grace = setTimeout(() => { for (const socket of sockets) socket.destroy(); }, closeGraceMs);
      await closed;
      clearTimeout(grace);
    },
  };
}

/** @param handOver gets the socket with all its bytes still to be read */
function whenKnown(socket: Socket, handOver: (isHttp2: boolean) => void): void {
  let begin = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    begin = Buffer.concat([begin, chunk]);
    const seen = begin.subarray(0, preface.length);
    const couldBeHttp2 = preface.subarray(0, seen.length).equals(seen);
    if (couldBeHttp2 && seen.length < preface.length) return;
    socket.off('data', onData);
    socket.pause();
    socket.unshift(begin);
    handOver(couldBeHttp2);
    if (!couldBeHttp2) socket.resume();
  };
  socket.on('data', onData);
}
