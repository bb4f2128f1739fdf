/** What the parser hands to the checker: the statement as written, every node with its place in the text. */
import type { Offset } from './errors';

export interface Name {
  readonly text: string;
  readonly at: Offset;
}

/** A piece of the query text, for messages that quote it. */
export interface Span {
  readonly start: Offset;
  readonly end: Offset;
}

export type IntervalUnit =
  | 'nanosecond' | 'microsecond' | 'millisecond' | 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A type as written; checked against the known ones later. */
export interface TypeExpression {
  readonly name: string;
  readonly arguments: readonly TypeExpression[];
  /** The name of a field of a row type, as in `row(a bigint)`. */
  readonly field?: string;
  readonly at: Offset;
}

export interface WindowFrame {
  readonly unit: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end: FrameBound;
}

export type FrameBound =
  | { readonly kind: 'unbounded preceding' | 'unbounded following' | 'current row' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: Expression };

export interface WindowSpecification {
  readonly at: Offset;
  /** A window of the WINDOW clause: `OVER w` is that very window, `OVER (w ...)` adds to it. */
  readonly base?: { readonly name: Name; readonly isWhole: boolean };
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame?: WindowFrame;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '||' | ComparisonOperator;

export type Expression = { readonly at: Offset } & (
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'typed-literal'; readonly type: string; readonly text: string }
  | { readonly kind: 'interval'; readonly unit: IntervalUnit; readonly amount: bigint }
  | { readonly kind: 'name'; readonly parts: readonly Name[] }
  | { readonly kind: 'negate' | 'not'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'between'; readonly operand: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly kind: 'in'; readonly operand: Expression; readonly options: readonly Expression[] }
  | { readonly kind: 'in-query'; readonly operand: Expression; readonly query: Query }
  | { readonly kind: 'exists' | 'subquery'; readonly query: Query }
  | { readonly kind: 'quantified'; readonly operator: ComparisonOperator; readonly quantifier: Quantifier; readonly operand: Expression; readonly query: Query }
  | { readonly kind: 'like'; readonly operand: Expression; readonly pattern: Expression; readonly escape?: Expression }
  | { readonly kind: 'is-null'; readonly operand: Expression }
  | { readonly kind: 'is-distinct'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'case'; readonly operand?: Expression; readonly branches: readonly CaseBranch[]; readonly otherwise?: Expression }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: TypeExpression; readonly safe: boolean }
  | {
    readonly kind: 'call';
    /** Lower case: function names are case-insensitive. */
    readonly name: string;
    readonly arguments: readonly Expression[];
    readonly star: boolean;
    readonly distinct: boolean;
    readonly over?: WindowSpecification;
    /** FILTER (WHERE ...): the rows that an aggregate takes. */
    readonly filter?: Expression;
    /** The order in which an aggregate takes them. */
    readonly orderBy?: readonly SortItem[];
    readonly ignoresNulls?: boolean;
  }
  | { readonly kind: 'grouping'; readonly columns: readonly Expression[] }
  | { readonly kind: 'array'; readonly elements: readonly Expression[] }
  | { readonly kind: 'subscript'; readonly operand: Expression; readonly index: Expression }
  | { readonly kind: 'row'; readonly fields: readonly Expression[] }
  /** A field of a row; what follows a name is part of the name. */
  | { readonly kind: 'field'; readonly operand: Expression; readonly field: Name }
  | { readonly kind: 'lambda'; readonly parameters: readonly Name[]; readonly body: Expression }
  | { readonly kind: 'parameter'; readonly name: string }
);

/** SOME means ANY. */
export type Quantifier = 'ALL' | 'ANY';

export interface CaseBranch {
  readonly when: Expression;
  readonly then: Expression;
}

export interface SortItem extends Span {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export type SelectItem = Span & (
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias?: Name }
  | { readonly kind: 'star'; readonly qualifier?: readonly Name[] }
);

export type JoinKind = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';

export type Relation = { readonly at: Offset } & (
  | { readonly kind: 'table'; readonly name: readonly Name[] }
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'aliased'; readonly relation: Relation; readonly alias: Name; readonly columns?: readonly Name[] }
  | { readonly kind: 'unnest'; readonly expressions: readonly Expression[]; readonly withOrdinality: boolean }
  /** A subquery that reads what stands before it in FROM. */
  | { readonly kind: 'lateral'; readonly query: Query }
  /** A share of the rows, by chance. */
  | { readonly kind: 'sample'; readonly relation: Relation; readonly percentage: Expression }
  | { readonly kind: 'join'; readonly join: JoinKind; readonly left: Relation; readonly right: Relation; readonly condition?: JoinCondition }
);

export type JoinCondition =
  | { readonly kind: 'on'; readonly expression: Expression }
  | { readonly kind: 'using'; readonly columns: readonly Name[] }
  | { readonly kind: 'natural' };

export interface Select {
  readonly kind: 'select';
  readonly at: Offset;
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from?: Relation;
  readonly where?: Expression;
  readonly groupBy?: GroupBy;
  readonly having?: Span & { readonly expression: Expression };
  readonly windows: readonly NamedWindow[];
}

export interface GroupBy {
  /** Whether grouping sets that come twice count once. */
  readonly distinct: boolean;
  /** Every combination of one set from each element is a grouping set. */
  readonly elements: readonly GroupingElement[];
}

export type GroupingElement =
  | { readonly kind: 'keys'; readonly keys: readonly Expression[] }
  | { readonly kind: 'sets'; readonly sets: readonly (readonly Expression[])[] };

export interface NamedWindow {
  readonly name: Name;
  readonly specification: WindowSpecification;
}

/** `a UNION b UNION c` is one operation of three sides, so that a long union is not a deep tree. */
export interface SetOperation {
  readonly kind: 'set';
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  /** `at` is the operator before the side; for the first, its own place. */
  readonly sides: readonly { readonly at: Offset; readonly body: QueryBody }[];
}

/** VALUES 1, 2 or VALUES (1, 'a'), (2, 'b'). */
export interface Values {
  readonly kind: 'values';
  readonly at: Offset;
  readonly rows: readonly (readonly Expression[])[];
}

export type QueryBody = Select | SetOperation | Values | { readonly kind: 'nested'; readonly at: Offset; readonly query: Query };

export interface CommonTable {
  readonly name: Name;
  readonly columns?: readonly Name[];
  readonly query: Query;
}

export interface Query {
  readonly with: readonly CommonTable[];
  /** WITH RECURSIVE: its tables may read themselves. */
  readonly recursive: boolean;
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly offset?: bigint;
  readonly limit?: bigint;
  /** Rows that equal the last one in all that they are sorted by come, too. */
  readonly withTies: boolean;
}

export interface LikePattern {
  readonly pattern: string;
  readonly escape?: string;
  readonly at: Offset;
}

/** A text that a statement writes in quotes, with its place. */
export interface StringLiteral {
  readonly value: string;
  readonly at: Offset;
}

/** `name = 'text'` or `name = ARRAY['text', ...]`; unload/unload-options.ts knows which there are. */
export interface UnloadOption {
  readonly name: Name;
  readonly value: StringLiteral | readonly StringLiteral[];
}

/** UNLOAD (query) TO 's3://...' WITH (options). */
export interface UnloadStatement {
  readonly kind: 'unload';
  readonly at: Offset;
  readonly query: Query;
  readonly to: StringLiteral;
  readonly options: readonly UnloadOption[];
}

export type Statement =
  | { readonly kind: 'query'; readonly query: Query }
  | UnloadStatement
  | { readonly kind: 'show-databases'; readonly like?: LikePattern }
  | { readonly kind: 'show-tables'; readonly database?: Name; readonly like?: LikePattern }
  | { readonly kind: 'show-measures'; readonly table: readonly Name[]; readonly like?: LikePattern }
  | { readonly kind: 'describe'; readonly table: readonly Name[] };
