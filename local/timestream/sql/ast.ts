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
  readonly at: Offset;
}

export interface WindowFrame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: FrameBound;
  readonly end: FrameBound;
}

export type FrameBound =
  | { readonly kind: 'unbounded preceding' | 'unbounded following' | 'current row' }
  | { readonly kind: 'preceding' | 'following'; readonly rows: Expression };

export interface WindowSpecification {
  readonly at: Offset;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame?: WindowFrame;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '||' | '=' | '<>' | '<' | '<=' | '>' | '>=';

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
  | { readonly kind: 'like'; readonly operand: Expression; readonly pattern: Expression; readonly escape?: Expression }
  | { readonly kind: 'is-null'; readonly operand: Expression }
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
  }
  | { readonly kind: 'array'; readonly elements: readonly Expression[] }
  | { readonly kind: 'subscript'; readonly operand: Expression; readonly index: Expression }
);

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
  | { readonly kind: 'star'; readonly qualifier?: Name }
);

export type JoinKind = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';

export type Relation = { readonly at: Offset } & (
  | { readonly kind: 'table'; readonly name: readonly Name[] }
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'aliased'; readonly relation: Relation; readonly alias: Name; readonly columns?: readonly Name[] }
  | { readonly kind: 'join'; readonly join: JoinKind; readonly left: Relation; readonly right: Relation; readonly on?: Expression }
);

export interface Select {
  readonly kind: 'select';
  readonly at: Offset;
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from?: Relation;
  readonly where?: Expression;
  /** Undefined without a GROUP BY; empty for GROUP BY (). */
  readonly groupBy?: readonly Expression[];
  readonly having?: Span & { readonly expression: Expression };
}

export interface SetOperation {
  readonly kind: 'set';
  readonly at: Offset;
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export type QueryBody = Select | SetOperation | { readonly kind: 'nested'; readonly at: Offset; readonly query: Query };

export interface CommonTable {
  readonly name: Name;
  readonly columns?: readonly Name[];
  readonly query: Query;
}

export interface Query {
  readonly with: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly limit?: bigint;
}

export interface LikePattern {
  readonly pattern: string;
  readonly escape?: string;
  readonly at: Offset;
}

export type Statement =
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'show-databases'; readonly like?: LikePattern }
  | { readonly kind: 'show-tables'; readonly database: Name; readonly like?: LikePattern }
  | { readonly kind: 'show-measures'; readonly table: readonly Name[]; readonly like?: LikePattern }
  | { readonly kind: 'describe'; readonly table: readonly Name[] };
