/** What is wrong with a tables.json, by path; found by schema-problems and cross-checks, thrown together by parse-tables. */

export type Path = readonly PropertyKey[];

export interface Problem {
  /** Keys joined by dots, array elements by index: `tables.SensorReadings.sources.0.topic`. */
  readonly path: string;
  readonly message: string;
}

export function problem(path: Path, message: string): Problem {
  return { path: path.length === 0 ? 'tables.json' : path.map(String).join('.'), message };
}

/** Every mistake of a tables.json at once. */
export class TablesError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
    super([`tables.json has ${problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`}`, ...lines].join('\n'));
    this.name = 'TablesError';
  }
}

const longestValueShown = 60;

/** A value as it stands in a message: JSON, cut when long. JSON can say 1e999 and has no word for what it becomes, `Infinity`. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > longestValueShown ? `${text.slice(0, longestValueShown)}...` : text;
}
