/** The settings of a function, read from its environment once at the cold start; nothing else reads process.env. */
import type { ServiceDefinition } from './tables/definition';

export interface Config {
  readonly stage: string;
  /** The Timestream database that holds every table of this stage. */
  readonly database: string;
  readonly deadLetterBucket: string;
}

const variables = {
  stage: 'STAGE',
  database: 'TIMESTREAM_DATABASE',
  deadLetterBucket: 'DEAD_LETTER_BUCKET',
} as const satisfies Record<keyof Config, string>;

/** Stops the cold start; names every missing setting at once. */
export class ConfigError extends Error {
  constructor(readonly missing: readonly string[]) {
    super(`missing settings: ${missing.join(', ')} (each an environment variable of the function)`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the settings of a function.
 *
 * @throws ConfigError when any is missing or empty
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const missing: string[] = [];
  const setting = (name: keyof Config): string => {
    const value = env[variables[name]] ?? '';
    if (value === '') missing.push(variables[name]);
    return value;
  };
  const config = {
    stage: setting('stage'),
    database: setting('database'),
    deadLetterBucket: setting('deadLetterBucket'),
  };
  if (missing.length > 0) throw new ConfigError(missing);
  return config;
}

const hashKeyVariable = 'DIMENSION_HASH_KEY';

/**
 * Reads the key of hashed dimensions, which only functions that decode readings have.
 *
 * @returns undefined when no dimension is hashed, whatever the environment says
 * @throws ConfigError when one is and there is no key: its values would be written as they are, or not at all
 */
export function readHashKey({ tables }: ServiceDefinition, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const hashed = tables.flatMap(({ name, dimensions }) => dimensions.filter(({ hash }) => hash !== undefined).map((dimension) => `${name}.${dimension.name}`));
  if (hashed.length === 0) return undefined;
  const key = env[hashKeyVariable] ?? '';
  if (key === '') throw new ConfigError([`${hashKeyVariable} for the hash of ${hashed.join(', ')}`]);
  return key;
}
