/** The flags of `npm run timestream`: argv and environment to settings, or a refusal that names the flag; local/timestream reads them first. */
import { resolve } from 'node:path';
import type { AccessKey } from '../timestream/signature/access-key';
import type { S3Access } from '../timestream/server';
import { FlagError, parseFlags, portChoice } from './parse-flags';
import { inMemory, type StandaloneOptions } from './start-standalone';

export type ServeSettings = Omit<StandaloneOptions, 'log' | 'warn'>;

export interface BackupSettings {
  /** Of the server that is asked, which runs on this machine. */
  readonly port: number;
  /** An absolute path. */
  readonly to: string;
  readonly accessKey: AccessKey | undefined;
}

export type StandaloneCommand =
  | { readonly kind: 'serve'; readonly settings: ServeSettings }
  | { readonly kind: 'backup'; readonly settings: BackupSettings }
  | { readonly kind: 'help' };

export const usage = `npm run timestream -- [flags]                              serves until it is stopped
npm run timestream -- backup --to DIR [--port N]           copies the store of a running server into a new data folder

  --port N               write and query APIs (4580)
  --host ADDRESS         where to listen (127.0.0.1)
  --data DIR             data folder (.tidegauge), or :memory: to keep nothing
  --s3-port N            the S3 beside it, for UNLOAD and batch load, with its buckets in the data folder (4582)
  --s3-endpoint URL      another S3 instead, signed to with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION
  --no-s3                no S3: UNLOAD and batch load are refused
  --access-key ID:SECRET take only requests that are signed with this key; may be repeated. Others on the machine can read
                         the flags of a program: TIDEGAUGE_ACCESS_KEYS=ID:SECRET,ID:SECRET in the environment says the same
  --magnetic-delay T     late arrivals show after this time, such as 90s, 30m or 6h
  --rate-limits          throttles what comes faster than the service lets an account send it
  --extensions           takes SQL that the service's documents lack
  --help                 this text

A default port that is taken moves to the next free one; port 0 takes any free one.`;

const defaultPort = 4580;
const defaultS3Port = 4582;

const accessKeyOption = { 'access-key': { type: 'string', multiple: true, default: [] as string[] } } as const;

const serveOptions = {
  ...accessKeyOption,
  'port': { type: 'string' },
  'host': { type: 'string', default: '127.0.0.1' },
  'data': { type: 'string', default: '.tidegauge' },
  's3-port': { type: 'string' },
  's3-endpoint': { type: 'string' },
  'no-s3': { type: 'boolean', default: false },
  'magnetic-delay': { type: 'string' },
  'rate-limits': { type: 'boolean', default: false },
  'extensions': { type: 'boolean', default: false },
  'help': { type: 'boolean', default: false },
} as const;

const backupOptions = { ...accessKeyOption, port: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean', default: false } } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws FlagError naming the flag and what is wrong with it */
export function readStandaloneFlags(argv: readonly string[], environment: Environment): StandaloneCommand {
  return argv[0] === 'backup' ? readBackup(argv.slice(1), environment) : readServe(argv, environment);
}

function readServe(argv: readonly string[], environment: Environment): StandaloneCommand {
  const values = parseFlags(argv, serveOptions);
  if (values.help) return { kind: 'help' };
  const accessKeys = readAccessKeys(values['access-key'], environment);
  const endpoint = values['s3-endpoint'];
  if ([values['no-s3'], endpoint !== undefined, values['s3-port'] !== undefined].filter(Boolean).length > 1) {
    throw new FlagError('only one of --s3-port, --s3-endpoint and --no-s3 can be given');
  }
  if (endpoint !== undefined && !(/^https?:\/\//.test(endpoint) && URL.canParse(endpoint))) throw new FlagError(`--s3-endpoint ${endpoint} is no http or https address`);
  const ownS3 = values['no-s3'] ? undefined : portChoice('s3-port', values['s3-port'], defaultS3Port);
  return {
    kind: 'serve',
    settings: {
      port: portChoice('port', values.port, defaultPort),
      host: values.host,
      data: values.data === inMemory ? inMemory : resolve(values.data),
      s3: endpoint === undefined ? ownS3 : { endpoint },
      ...(endpoint === undefined ? {} : readS3Access(environment)),
      ...(accessKeys.length === 0 ? {} : { accessKeys }),
      ...(values['magnetic-delay'] === undefined ? {} : { magneticDelayMs: readDuration('magnetic-delay', values['magnetic-delay']) }),
      rateLimits: values['rate-limits'],
      extensions: values.extensions,
    },
  };
}

function readBackup(argv: readonly string[], environment: Environment): StandaloneCommand {
  const values = parseFlags(argv, backupOptions);
  if (values.help) return { kind: 'help' };
  if (values.to === undefined) throw new FlagError('backup needs --to DIR');
  const [accessKey] = readAccessKeys(values['access-key'], environment);
  return { kind: 'backup', settings: { port: portChoice('port', values.port, defaultPort).port, to: resolve(values.to), accessKey } };
}

function readAccessKeys(flags: readonly string[], { TIDEGAUGE_ACCESS_KEYS = '' }: Environment): readonly AccessKey[] {
  const fromEnvironment = TIDEGAUGE_ACCESS_KEYS.split(',').map((text) => text.trim()).filter((text) => text !== '');
  return [...flags.map((text) => accessKey('--access-key', text)), ...fromEnvironment.map((text) => accessKey('TIDEGAUGE_ACCESS_KEYS', text))];
}

/** A secret may hold a colon; an id, which stands before slashes in a signature, may not. */
function accessKey(source: string, text: string): AccessKey {
  const [, accessKeyId, secretAccessKey] = /^([\w-]+):(\S+)$/.exec(text) ?? [];
  // Not the text itself: it may be a secret.
  if (accessKeyId === undefined || secretAccessKey === undefined) throw new FlagError(`${source} must be ID:SECRET, with letters, digits, _ and - in the ID`);
  return { accessKeyId, secretAccessKey };
}

/** Without these the S3 is taken for one that checks nothing. */
function readS3Access({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: region = 'us-east-1' }: Environment): { readonly s3Access?: S3Access } {
  return accessKeyId === undefined || secretAccessKey === undefined ? {} : { s3Access: { accessKeyId, secretAccessKey, region } };
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

function readDuration(flag: string, text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = unitMs[unit];
  if (ms === undefined) throw new FlagError(`--${flag} ${text} is not a number with s, m or h`);
  return Number(count) * ms;
}
