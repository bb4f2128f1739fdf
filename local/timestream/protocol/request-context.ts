/** What the server hands an operation beside its input: the contract of operation.ts with the whole store and the request's own facts. */
import type { BatchLoads } from '../batch-load/batch-loads';
import type { OperationContext, WireText } from '../operation';
import type { Store } from '../store/store';

export interface RequestContext extends OperationContext<Store> {
  readonly batchLoads: BatchLoads;
  /** How long records for the magnetic store stay invisible, by the server's clock. */
  readonly magneticDelayMs: number;
  readonly userAgent: string;
  /** The authority the client spoke to, `127.0.0.1:4580`. */
  readonly host: string;
}

/** Operations that need less of the context fit as well. */
export interface ServerOperation {
  (input: Readonly<Record<string, unknown>>, context: RequestContext): Promise<object | WireText>;
  /** Answers a body without the detour through JSON objects; undefined when it must take the detour. */
  scan?: (body: Buffer, context: RequestContext) => Promise<object | WireText> | undefined;
}
