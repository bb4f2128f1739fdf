/** `npm run send`: publishes MQTT messages to the running stack, for those who have no MQTT client at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { connectAsync } from 'mqtt';

const usage = `npm run send -- <topic> <payload>     publish the payload with QoS 1
npm run send -- <topic> -             read the payload from standard input
npm run send -- <topic> --file FILE   read it from a file
npm run send -- --messages FILE       publish all of a list [{"topic": ..., "payload": ...}, ...], in order
  --mqtt-port N | --url mqtt://...    where the broker is; by default that of the stack running in this folder
  --data DIR                          the data folder of the running stack (.tidegauge)`;

const defaultData = '.tidegauge';
const defaultUrl = 'mqtt://127.0.0.1:1883';
const answerWithinMs = 5000;

/** What the caller typed makes no sense; the message says what is wrong with it. */
class UsageError extends Error {}

interface Message {
  readonly topic: string;
  readonly payload: Buffer;
}

/**
 * Publishes one message after the other and waits for its acknowledgement, which the broker sends when the message is on disk.
 * @returns what happened, a line a message; how it is called, when asked for help
 * @throws UsageError, or an Error that names the broker that did not answer or acknowledge
 */
export async function send(args: readonly string[], stdin: NodeJS.ReadableStream): Promise<string> {
  const { values, positionals } = parse(args);
  if (values.help) return usage;
  const url = brokerUrl(values);
  const messages = values.messages === undefined ? [await readMessage(values, positionals, stdin)] : readMessages(values.messages, positionals);
  const client = await connectAsync(url, { reconnectPeriod: 0, connectTimeout: answerWithinMs }).catch((cause: unknown) => {
    throw new Error(`no MQTT broker answers at ${url}: is the stack running (npm start)?`, { cause });
  });
  // After an error the connection closes too, which is all there is to know.
  client.on('error', () => undefined);
  let sending = messages[0];
  const refused = new Promise<never>((_, reject) => client.once('close', () =>
    reject(new Error(`${url} closed the connection without acknowledging: it refuses ${sending?.payload.length} bytes on ${sending?.topic}; the log of the stack says why`))));
  refused.catch(() => undefined);
  const lines: string[] = [];
  try {
    for (const message of messages) {
      sending = message;
      await Promise.race([client.publishAsync(message.topic, message.payload, { qos: 1 }), refused]);
      lines.push(`${url} acknowledged ${message.payload.length} bytes on ${message.topic}`);
    }
    return lines.join('\n');
  } finally {
    await client.endAsync(!client.connected);
  }
}

type Flags = ReturnType<typeof parse>['values'];

async function readMessage(values: Flags, positionals: readonly string[], stdin: NodeJS.ReadableStream): Promise<Message> {
  const [topic, payload, surplus] = positionals;
  if (topic === undefined || surplus !== undefined || (payload === undefined) === (values.file === undefined)) {
    throw new UsageError(`a topic and one payload are needed\n${usage}`);
  }
  return { topic: checkedTopic(topic), payload: await readPayload(payload, values.file, stdin) };
}

function readMessages(file: string, positionals: readonly string[]): readonly Message[] {
  if (positionals.length > 0) throw new UsageError(`--messages takes topics and payloads from its file\n${usage}`);
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(list) || list.length === 0) throw new UsageError(`${file} is no list of messages`);
  return list.map((message: { topic?: unknown; payload?: unknown }, index) => {
    if (typeof message.topic !== 'string' || message.payload === undefined) throw new UsageError(`${file}: message ${index} needs topic and payload`);
    return { topic: checkedTopic(message.topic), payload: Buffer.from(JSON.stringify(message.payload)) };
  });
}

function checkedTopic(topic: string): string {
  if (/[+#]/.test(topic) || topic === '') {
    throw new UsageError(`the topic ${JSON.stringify(topic)} is empty or has wildcards: a message is published on one topic`);
  }
  return topic;
}

/** As asked for, else the address that the running stack has written down, else the default one. */
function brokerUrl({ url, 'mqtt-port': port, data }: Flags): string {
  if (url !== undefined) {
    if (!/^mqtts?:\/\/[^/]+/.test(url)) throw new UsageError(`--url ${url} is no address such as ${defaultUrl}`);
    return url;
  }
  if (port !== undefined) {
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) throw new UsageError(`--mqtt-port ${port} is no port from 1 to 65535`);
    return `mqtt://127.0.0.1:${port}`;
  }
  const file = join(data ?? defaultData, 'addresses.json');
  if (existsSync(file)) {
    // Written by local/start, which always names the broker.
    return (JSON.parse(readFileSync(file, 'utf8')) as { mqtt: string }).mqtt;
  }
  if (data !== undefined) throw new UsageError(`--data ${data}: no stack runs there`);
  return defaultUrl;
}

async function readPayload(argument: string | undefined, file: string | undefined, stdin: NodeJS.ReadableStream): Promise<Buffer> {
  if (file !== undefined) {
    return readFileSync(file);
  }
  return argument === '-' ? buffer(stdin) : Buffer.from(argument ?? '');
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'file': { type: 'string' }, 'messages': { type: 'string' }, 'mqtt-port': { type: 'string' }, 'url': { type: 'string' }, 'data': { type: 'string' }, 'help': { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
}

if (require.main === module) {
  send(process.argv.slice(2), process.stdin).then(
    (line) => console.log(line),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}
