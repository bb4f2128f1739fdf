/** The WINDOW clause: windows by name, each perhaps made of another. */
import type { Expression, NamedWindow, WindowSpecification } from '../ast';
import { SqlError } from '../errors';

/** Windows without a base, by name. */
export type NamedWindows = ReadonlyMap<string, WindowSpecification>;

type Call = Extract<Expression, { kind: 'call' }>;

/** A window may build on those before it. Throws SqlError when a name does not exist or comes twice. */
export function namedWindows(written: readonly NamedWindow[]): NamedWindows {
  const windows = new Map<string, WindowSpecification>();
  for (const { name, specification } of written) {
    if (windows.has(name.text)) throw new SqlError(name.at, `WINDOW name '${name.text}' specified more than once`);
    windows.set(name.text, resolved(specification, windows));
  }
  return windows;
}

/** The call with its whole window in place of a name. */
export function withNamedWindow(call: Call, windows: NamedWindows = new Map()): Call {
  return call.over?.base === undefined ? call : { ...call, over: resolved(call.over, windows) };
}

function resolved({ base, ...added }: WindowSpecification, windows: NamedWindows): WindowSpecification {
  if (base === undefined) return added;
  const known = windows.get(base.name.text);
  if (known === undefined) throw new SqlError(base.name.at, `Cannot resolve WINDOW name ${base.name.text}`);
  if (base.isWhole) return { ...known, at: added.at };
  if (added.partitionBy.length > 0) throw new SqlError(added.at, 'WINDOW specification with named WINDOW reference cannot specify PARTITION BY');
  if (known.orderBy.length > 0 && added.orderBy.length > 0) throw new SqlError(added.at, 'Cannot specify ORDER BY if referenced named WINDOW specifies ORDER BY');
  if (known.frame !== undefined) throw new SqlError(added.at, 'Cannot reference named WINDOW containing frame specification');
  return { ...added, partitionBy: known.partitionBy, orderBy: known.orderBy.length > 0 ? known.orderBy : added.orderBy };
}
