/** What is known around a query while it is checked; handed down from the statement to every part of it. */
import type { Catalog } from '../../catalog';
import type { Query } from '../ast';
import type { BoundQuery, BoundRelation } from '../bound';
import type { Parameters } from './parameters';
import type { OuterScope, Scan, Scope } from './scope';

export interface CommonTableScope {
  /** The name it is printed under. */
  readonly name: string;
  readonly columns: BoundQuery['columns'];
  /** Called when the table is read. */
  readonly onRead?: () => void;
}

export interface Surroundings {
  readonly catalog: Catalog;
  readonly parameters: Parameters;
  readonly commonTables: ReadonlyMap<string, CommonTableScope>;
  /** Whether the query is one step of a table that reads itself. */
  readonly isStep?: true;
  /** The query around a subquery. */
  readonly outer?: OuterScope;
  /** Every table read anywhere in the statement. */
  readonly scans: Scan[];
  /** A name that nothing else in the statement is printed under. */
  readonly freshName: (prefix: string) => string;
  /** Back to query.ts, so that the two files do not import each other. */
  readonly checkQuery: (query: Query, around: Surroundings) => BoundQuery;
}

export interface CheckedRelation {
  readonly relation: BoundRelation;
  readonly scope: Scope;
}
