/** The parameters of one request: read one by one, with all problems collected and thrown together at the end. */
import { ProblemError, type ParameterProblem } from '../errors';
import { nearest } from '../tables/nearest';

/** Decoded parameters by name; one given several times has several values. */
export type GivenParameters = ReadonlyMap<string, readonly string[]>;

/** Notes a problem of the parameter being read; what reads it then answers undefined. */
export type Refuse = (message: string) => undefined;

export class RequestParameters {
  readonly #given: GivenParameters;
  readonly #problems: ParameterProblem[] = [];

  /**
   * @param known what the route understands
   * @param later what it will understand one day, refused by name so that nobody takes silence for an answer
   */
  constructor(given: GivenParameters, known: readonly string[], later: readonly string[] = []) {
    this.#given = given;
    for (const name of given.keys()) {
      if (later.includes(name)) this.refuse(name, 'not yet');
      else if (known.length === 0) this.refuse(name, `unknown parameter '${name}' (no parameters are taken here)`);
      else if (!known.includes(name)) this.refuse(name, unknown('parameter', name, known));
    }
  }

  refuse(parameter: string, message: string): undefined {
    this.#problems.push({ parameter, message });
    return undefined;
  }

  /** Reads a parameter that may be given once; undefined when absent or refused. */
  one<T>(name: string, read: (text: string, refuse: Refuse) => T | undefined): T | undefined {
    const [text, ...others] = this.#given.get(name) ?? [];
    if (text === undefined) return undefined;
    const refuse: Refuse = (message) => this.refuse(name, message);
    return others.length > 0 ? refuse('may be given only once') : read(text, refuse);
  }

  /** Reads a parameter that may be given several times. */
  each<T>(name: string, read: (text: string, refuse: Refuse) => T | undefined): T[] {
    const refuse: Refuse = (message) => this.refuse(name, message);
    return (this.#given.get(name) ?? []).flatMap((text) => read(text, refuse) ?? []);
  }

  has(name: string): boolean {
    return this.#given.has(name);
  }

  /** The error that names every refused parameter. */
  refusal(): ProblemError {
    return new ProblemError('invalid-request', { errors: this.#problems });
  }

  /** To be called before anything read is used. */
  throwIfRefused(): void {
    if (this.#problems.length > 0) throw this.refusal();
  }
}

/** The message for a name nobody knows, with the one that was probably meant. */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const hint = meant === undefined ? `known: ${known.join(', ')}` : `did you mean ${meant}?`;
  return `unknown ${what} '${name}' (${hint})`;
}

/** Reads a whole number between two bounds. */
export function wholeNumber(least: number, most: number): (text: string, refuse: Refuse) => number | undefined {
  return (text, refuse) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : refuse(`'${text}' is not a whole number from ${least} to ${most}`);
  };
}
