/** The AWS CLI for tests that run many commands of it: loaded once, by forked-aws-cli.py, instead of half a second each time. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { environment, type Tool } from './found-tools';

export interface AwsCli {
  /**
   * @returns what the command prints
   * @throws Error with what it wrote to stderr
   */
  run(args: readonly string[]): Promise<string>;
  close(): void;
}

/** Prints the version with the Python that has the CLI. */
export const awsCliVersion = 'import sys, awscli; print("aws-cli", awscli.__version__, "Python", sys.version.split()[0])';

/** One line of the program. */
interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param python the one that has the CLI */
export function startAwsCli(python: Tool): AwsCli {
  const program = spawn(python.command, [join(__dirname, 'forked-aws-cli.py')], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  return {
    async run(args) {
      program.stdin.write(`${JSON.stringify(args)}\n`);
      const { done, value } = await answers.next();
      if (done === true) throw new Error('the program that runs the AWS CLI has ended');
      const { status, stdout, stderr } = JSON.parse(value) as Ended;
      if (status !== 0) throw new Error(`aws ${args.join(' ')} ended with ${status}:\n${stderr}`);
      return stdout;
    },
    close() {
      program.stdin.end();
    },
  };
}
