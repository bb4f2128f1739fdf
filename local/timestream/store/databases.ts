/** The databases and their tables in memory, by name as it was written: names are compared byte by byte. */
import type { DatabaseDefinition } from './definitions';
import type { Table } from './table';

interface Database {
  definition: DatabaseDefinition;
  readonly tables: Map<string, Table>;
}

export class Databases {
  readonly #byName = new Map<string, Database>();
  readonly #tablesById = new Map<number, Table>();

  /** Ascending by name, so that pages of a listing follow each other. */
  list(): readonly DatabaseDefinition[] {
    return [...this.#byName.values()].map(({ definition }) => definition).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): DatabaseDefinition | undefined {
    return this.#byName.get(name)?.definition;
  }

  put(definition: DatabaseDefinition): void {
    const database = this.#byName.get(definition.name);
    if (database) database.definition = definition;
    else this.#byName.set(definition.name, { definition, tables: new Map() });
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** Ascending by database and table name; all tables without a database name. */
  tables(databaseName?: string): readonly Table[] {
    const names = databaseName === undefined ? this.list().map((database) => database.name) : [databaseName];
    return names.flatMap((name) => [...(this.#byName.get(name)?.tables.values() ?? [])]
      .sort((a, b) => (a.definition.tableName < b.definition.tableName ? -1 : 1)));
  }

  table(databaseName: string, tableName: string): Table | undefined {
    return this.#byName.get(databaseName)?.tables.get(tableName);
  }

  tableById(id: number): Table | undefined {
    return this.#tablesById.get(id);
  }

  addTable(table: Table): void {
    this.#byName.get(table.definition.databaseName)?.tables.set(table.definition.tableName, table);
    this.#tablesById.set(table.id, table);
  }

  removeTable(table: Table): void {
    this.#byName.get(table.definition.databaseName)?.tables.delete(table.definition.tableName);
    this.#tablesById.delete(table.id);
    table.deleted = true;
  }
}
