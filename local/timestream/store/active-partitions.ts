/**
 * Which parts of the magnetic store late records have lately gone to: there may be only so many in a database at a time.
 *
 * What a partition is, the service does not say: here it is one day of one table. It counts them as active for up to six hours.
 * Kept in memory, so a restart forgets them. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
 */
import { ServiceError } from '../errors';
import { maxActivePartitions } from './limits';
import { dayOf } from './retention';
import type { Table } from './table';

const activeForNs = 6n * 3_600_000_000_000n;

interface ActivePartition {
  readonly table: Table;
  /** When the last late record came. */
  readonly writtenNs: bigint;
}

export class ActivePartitions {
  /** By database, then by table and day. */
  readonly #databases = new Map<string, Map<string, ActivePartition>>();

  /**
   * Notes that late records are about to be written.
   *
   * @throws ServiceError ThrottlingException when they would make too many partitions active; nothing is noted then
   */
  enter(table: Table, timesNs: readonly bigint[], nowNs: bigint): void {
    if (timesNs.length === 0) return;
    const { id, definition: { databaseName } } = table;
    const active = this.#activeOf(databaseName, nowNs);
    const entered = new Set(timesNs.map((timeNs) => `${id}/${dayOf(timeNs)}`));
    const added = [...entered].filter((partition) => !active.has(partition)).length;
    if (active.size + added > maxActivePartitions) {
      throw new ServiceError('ThrottlingException', `The database ${databaseName} has ${active.size} active magnetic store partitions and the request needs ${added} more, `
        + `but at most ${maxActivePartitions} may be active. Slow down: each stays active for 6 hours after its last late record.`);
    }
    for (const partition of entered) active.set(partition, { table, writtenNs: nowNs });
  }

  #activeOf(databaseName: string, nowNs: bigint): Map<string, ActivePartition> {
    const known = this.#databases.get(databaseName) ?? new Map<string, ActivePartition>();
    this.#databases.set(databaseName, known);
    for (const [partition, { table, writtenNs }] of known) {
      // A time ahead of the clock is from before the clock was put back.
      const isActive = !table.deleted && writtenNs <= nowNs && nowNs - writtenNs < activeForNs;
      if (!isActive) known.delete(partition);
    }
    return known;
  }
}
