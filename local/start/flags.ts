/** The flags of `npm start`: argv to settings, or a refusal that names the flag; main reads them first. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FlagError, parseFlags, portChoice } from './parse-flags';
import type { PortChoice } from './start-on-port';

export interface StartSettings {
  readonly http: PortChoice;
  readonly mqtt: PortChoice;
  readonly timestream: PortChoice;
  readonly kinesis: PortChoice;
  readonly s3: PortChoice;
  readonly lambda: PortChoice;
  readonly host: string;
  /** The data folder as an absolute path. */
  readonly data: string;
  /** Whether the simulated fleet publishes. */
  readonly simulate: boolean;
  /** The tables.json to serve, as an absolute path; of a package, the one inside unless another is named. */
  readonly tables: string;
  /** A package folder to run as it is, as an absolute path. */
  readonly packaged?: string;
}

export const usage = `npm start -- [flags]

  --http-port N        REST API and page (3000)
  --mqtt-port N        MQTT broker (1883)
  --timestream-port N  Timestream, write and query APIs (4580)
  --kinesis-port N     Kinesis (4581)
  --s3-port N          S3 (4582)
  --lambda-port N      Lambda, to invoke functions (4583)
  --host ADDRESS       where to listen (127.0.0.1)
  --data DIR           data folder (.tidegauge)
  --tables FILE        another tables.json
  --packaged DIR       run what \`npx serverless package --stage local --package DIR\` made;
                       give --tables with it for the fleet, or --no-simulate
  --no-simulate        no simulated fleet
  --help               this text

A default port that is taken moves to the next free one; port 0 takes any free one.`;

const options = {
  'http-port': { type: 'string' },
  'mqtt-port': { type: 'string' },
  'timestream-port': { type: 'string' },
  'kinesis-port': { type: 'string' },
  's3-port': { type: 'string' },
  'lambda-port': { type: 'string' },
  'host': { type: 'string', default: '127.0.0.1' },
  'data': { type: 'string', default: '.tidegauge' },
  'tables': { type: 'string' },
  'packaged': { type: 'string' },
  'no-simulate': { type: 'boolean', default: false },
  'help': { type: 'boolean', default: false },
} as const;

const defaultPorts = { 'http-port': 3000, 'mqtt-port': 1883, 'timestream-port': 4580, 'kinesis-port': 4581, 's3-port': 4582, 'lambda-port': 4583 };

/**
 * @param root the project folder, where tables.json lies
 * @throws FlagError naming the flag and what is wrong with it
 */
export function readFlags(argv: readonly string[], root: string): StartSettings | 'help' {
  const values = parseFlags(argv, options);
  if (values.help) return 'help';
  const port = (name: keyof typeof defaultPorts): PortChoice => portChoice(name, values[name], defaultPorts[name]);
  return {
    http: port('http-port'),
    mqtt: port('mqtt-port'),
    timestream: port('timestream-port'),
    kinesis: port('kinesis-port'),
    s3: port('s3-port'),
    lambda: port('lambda-port'),
    host: values.host,
    data: resolve(values.data),
    simulate: !values['no-simulate'],
    tables: resolve(values.tables ?? join(values.packaged ?? root, 'tables.json')),
    ...(values.packaged === undefined ? {} : { packaged: resolve(values.packaged) }),
  };
}

/** @throws FlagError when there is no tables.json where the settings say; a package without one can still run with no fleet */
export function requireTables({ tables, packaged, simulate }: StartSettings): void {
  if (existsSync(tables)) {
    if (!statSync(tables).isFile()) throw new FlagError(`--tables ${tables}: this is no file`);
    return;
  }
  if (packaged === undefined || tables !== join(packaged, 'tables.json')) throw new FlagError(`--tables ${tables}: there is no such file`);
  if (simulate) throw new FlagError(`--packaged ${packaged}: it holds no tables.json to simulate a fleet from; name one with --tables, or add --no-simulate`);
}
