/** A process beside the benchmark that says when it is ready, and is gone when it is stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export class Child {
  private printed = '';
  private listening: (() => void) | undefined;

  private constructor(private readonly process: ChildProcess) {
    process.stdout?.on('data', (text: Buffer) => {
      this.printed += text.toString();
      this.listening?.();
    });
    process.once('close', () => this.listening?.());
  }

  /** A program of this folder. */
  static start(program: string, ...args: readonly string[]): Child {
    return Child.run(process.execPath, ['--import', 'tsx', join(__dirname, program), ...args]);
  }

  static run(command: string, args: readonly string[]): Child {
    return new Child(spawn(command, args, { cwd: join(__dirname, '../..'), stdio: ['pipe', 'pipe', 'inherit'], detached: true }));
  }

  /** Resolves with the first match in what it prints. @throws Error with what it printed when it ends before */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.printed);
      if (match !== null) return match;
      if (this.process.exitCode !== null || this.process.signalCode !== null) throw new Error(`it ended without ${pattern}: ${this.printed}`);
      await new Promise<void>((resolve) => { this.listening = resolve; });
    }
  }

  tell(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const closed = once(this.process, 'close');
    // The group: npm does not always pass a signal on.
    process.kill(-pid, 'SIGKILL');
    await closed;
  }
}
