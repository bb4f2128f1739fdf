/** What must be closed again, in the reverse order of starting; stack keeps one. */

export class Closers {
  private readonly closers: (() => void | Promise<void>)[] = [];
  private closing: Promise<void> = Promise.resolve();

  add(close: () => void | Promise<void>): void {
    this.closers.push(close);
  }

  /** Closes all, also when one fails; may be called again, and then waits for the call before. @throws the first failure */
  close(): Promise<void> {
    this.closing = this.closing.catch(() => undefined).then(() => this.closeAll());
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = this.closers.pop(); close !== undefined; close = this.closers.pop()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
