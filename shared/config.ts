/** The settings of a function, read from its environment once at the cold start; nothing else reads process.env. */

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
