/**
 * Brings what tables accept into the log, and keeps hold of what the log refuses; between the store and its log.
 *
 * A refused request has been admitted all the same: its rows stand in memory, unacknowledged, and may become visible. That
 * is allowed, but two things are not: a later entry may not rely on a definition that no entry holds, and a repeat of a
 * refused record may not be acknowledged for standing in memory. So what was refused is unlogged again, and goes before
 * everything else into the next entry of its table.
 */
import type { Log } from './log';
import { encodeEntry } from './log-entry';
import { LogBroken, LogRefused, logTrouble } from './log-errors';
import type { Table } from './table';
import { Unlogged } from './unlogged';

export class Journal {
  readonly #log: Log;
  readonly #warn: (line: string) => void;
  /** Tables with unlogged rows that were refused. */
  readonly #refused = new Set<Table>();
  #catchingUp: Promise<void> | undefined;
  #isInTrouble = false;

  constructor(log: Log, warn: (line: string) => void) {
    this.#log = log;
    this.#warn = warn;
  }

  /** Resolves once all that the table has accepted is on disk. */
  async append(table: Table): Promise<void> {
    try {
      await this.#append(table);
    } catch (cause) {
      if (!this.#isInTrouble && (cause instanceof LogRefused || cause instanceof LogBroken)) this.#warn(logTrouble(cause));
      this.#isInTrouble = true;
      throw cause;
    }
  }

  #append(table: Table): Promise<void> {
    const { unlogged } = table;
    // A record that was only repeated may still be on its way to the disk.
    if (unlogged.isEmpty) return this.#log.append();
    table.unlogged = new Unlogged();
    return this.#log.append(encodeEntry(table, unlogged), () => {
      table.unlogged.putBefore(unlogged);
      this.#refused.add(table);
    });
  }

  /**
   * Resolves once the log has taken what it refused before. Requests wait for it before they are admitted: on a full disk,
   * memory would fill with what nobody acknowledges.
   */
  async catchUp(): Promise<void> {
    if (this.#refused.size > 0) this.#catchingUp ??= this.#appendRefused().finally(() => { this.#catchingUp = undefined; });
    await this.#catchingUp;
  }

  async #appendRefused(): Promise<void> {
    const tables = [...this.#refused].filter((table) => !table.deleted);
    this.#refused.clear();
    await Promise.all(tables.map((table) => this.append(table)));
    this.#isInTrouble = false;
    this.#warn('the log can be written again');
  }
}
