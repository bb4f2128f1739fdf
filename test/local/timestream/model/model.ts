/** All that the model-based test expects of a server: its clock and its tables; the commands change it along with the server. */
import type { ModelTable } from './model-table';

export const databaseName = 'Model';

export class Model {
  readonly tables = new Map<string, ModelTable>();

  /** How long late records stay invisible. */
  delayNs = 0n;

  constructor(public nowNs: bigint) {}

  advance(ms: number): void {
    this.nowNs += BigInt(ms) * 1_000_000n;
    for (const table of this.tables.values()) table.settle(this.nowNs);
  }
}
