/** The aggregates of the API: the types they take, the type they give, and their SQL. */
import type { MeasureType } from '../tables/definition';
import { Sql, sql } from '../timestream/sql';
import type { Column } from './columns';

interface AggregateDefinition {
  readonly takes: readonly MeasureType[];
  /** Left out where the result has the type of the column. */
  readonly gives?: MeasureType;
  /** False where the result is no longer in the unit of the column. */
  readonly keepsUnit: boolean;
  readonly toSql: (column: Sql) => Sql;
}

const numbers = ['DOUBLE', 'BIGINT'] as const;
const ordered = [...numbers, 'TIMESTAMP'] as const;
const any = [...ordered, 'VARCHAR', 'BOOLEAN'] as const;

const percentile = (fraction: Sql): AggregateDefinition => ({
  takes: numbers,
  keepsUnit: true,
  toSql: (column) => sql`approx_percentile(${column}, ${fraction})`,
});

/** A record need not carry every measure: the newest value is the newest that is there, not NULL at the newest time. */
const timeOfValue = (column: Sql): Sql => sql`CASE WHEN ${column} IS NOT NULL THEN time END`;

const aggregates = {
  avg: { takes: numbers, gives: 'DOUBLE', keepsUnit: true, toSql: (column) => sql`avg(${column})` },
  min: { takes: ordered, keepsUnit: true, toSql: (column) => sql`min(${column})` },
  max: { takes: ordered, keepsUnit: true, toSql: (column) => sql`max(${column})` },
  sum: { takes: numbers, keepsUnit: true, toSql: (column) => sql`sum(${column})` },
  count: { takes: any, gives: 'BIGINT', keepsUnit: false, toSql: (column) => sql`count(${column})` },
  count_distinct: { takes: any, gives: 'BIGINT', keepsUnit: false, toSql: (column) => sql`count(distinct ${column})` },
  first: { takes: any, keepsUnit: true, toSql: (column) => sql`min_by(${column}, ${timeOfValue(column)})` },
  last: { takes: any, keepsUnit: true, toSql: (column) => sql`max_by(${column}, ${timeOfValue(column)})` },
  stddev: { takes: numbers, gives: 'DOUBLE', keepsUnit: true, toSql: (column) => sql`stddev(${column})` },
  p50: percentile(sql`0.5`),
  p90: percentile(sql`0.9`),
  p95: percentile(sql`0.95`),
  p99: percentile(sql`0.99`),
} as const satisfies Readonly<Record<string, AggregateDefinition>>;

export type Aggregate = keyof typeof aggregates;

// Object.keys forgets the literal types of the object above.
export const aggregateNames = Object.keys(aggregates) as readonly Aggregate[];

/** Part of the grammar, and refused by name until counters are there. */
export const laterAggregates: readonly string[] = ['increase', 'rate'];

export const isAggregate = (name: string): name is Aggregate => Object.hasOwn(aggregates, name);

const definitionOf = (aggregate: Aggregate): AggregateDefinition => aggregates[aggregate];

/** The aggregates that a column of this type can be asked for. */
export function aggregatesFor(type: MeasureType): readonly Aggregate[] {
  return aggregateNames.filter((name) => definitionOf(name).takes.includes(type));
}

/** The type of `aggregate(column)`. */
export function typeOfAggregate(aggregate: Aggregate, column: Column): MeasureType {
  return definitionOf(aggregate).gives ?? column.type;
}

/** The unit of `aggregate(column)`, if it has one. */
export function unitOfAggregate(aggregate: Aggregate, column: Column): string | undefined {
  return definitionOf(aggregate).keepsUnit ? column.unit : undefined;
}

/** `avg("temperature")` and its like. */
export function aggregateToSql(aggregate: Aggregate, column: Column): Sql {
  return definitionOf(aggregate).toSql(Sql.identifier(column.name));
}
