/** Takes an argument list apart by the flags that a program has, and refuses the rest by name; flags and standalone-flags read theirs through it. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearestFlag } from './nearest-flag';
import type { PortChoice } from './start-on-port';

export class FlagError extends Error {}

type FlagOptions = NonNullable<ParseArgsConfig['options']>;

const highestPort = 65_535;

/** @throws FlagError naming the flag that there is none of, or that has no value */
export function parseFlags<T extends FlagOptions>(argv: readonly string[], options: T) {
  refuseUnknown(argv, options);
  const values = parseStrictly(argv, options);
  for (const [flag, value] of Object.entries(values)) {
    if ([value].flat().includes('')) throw new FlagError(`--${flag} is empty`);
  }
  return values;
}

/** @throws FlagError when the text is no port */
export function portChoice(name: string, given: string | undefined, defaultPort: number): PortChoice {
  const flag = `--${name}`;
  if (given === undefined) return { flag, port: defaultPort, isGiven: false };
  if (!/^\d{1,5}$/.test(given) || Number(given) > highestPort) throw new FlagError(`${flag} ${given} is not a port (0 to ${highestPort})`);
  return { flag, port: Number(given), isGiven: true };
}

function refuseUnknown(argv: readonly string[], options: FlagOptions): void {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new FlagError(`${token.value} is not a flag`);
    if (token.kind === 'option' && !Object.hasOwn(options, token.name)) {
      const nearest = nearestFlag(token.rawName, Object.keys(options).map((name) => `--${name}`));
      throw new FlagError(`there is no flag ${token.rawName}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`);
    }
  }
}

function parseStrictly<T extends FlagOptions>(argv: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw new FlagError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
