/** What the server hands an operation beside its input: the contract of operation.ts with the whole store and the request's own facts. */
import type { OperationContext, WireText } from '../operation';
import type { Store } from '../store/store';

export interface RequestContext extends OperationContext<Store> {
  readonly userAgent: string;
  /** The authority the client spoke to, `127.0.0.1:4580`. */
  readonly host: string;
}

/** Operations that need less of the context fit as well. */
export type ServerOperation = (input: Readonly<Record<string, unknown>>, context: RequestContext) => Promise<object | WireText>;
