/** The memory of the server with ten million rows in it: while they are written, and while all of them are asked about. */
import { devopsDataset } from './devops/dataset';
import { askedBy, questions } from './devops/questions';
import { startTidegauge } from './engines/tidegauge';
import { seededRandom } from './random';
import { atMost, finish, shortNumber } from './report';

const HOSTS = 1000;
const TICKS = 10_000;
const ROUNDS = 2;
const SEED = 2;
const MOST_MIB = 1024;

async function main(): Promise<void> {
  const dataset = devopsDataset(HOSTS, TICKS);
  const server = await startTidegauge();
  const peaks: [string, number][] = [];
  const notePeak = (after: string) => peaks.push([after, server.peakMemoryBytes() / 2 ** 20]);
  try {
    notePeak('start');
    await server.load(dataset);
    notePeak(`writing ${HOSTS * TICKS} rows`);
    const random = seededRandom(SEED);
    for (const question of questions) {
      for (let round = 0; round < ROUNDS; round += 1) await server.ask(question.forms.tidegauge?.(askedBy(question, dataset, random)) ?? '');
      notePeak(question.name);
    }
    finish({
      name: 'memory',
      title: 'Resident memory with ten million rows',
      setting: [
        `Rows: ${HOSTS * TICKS} of 10 metrics and 10 tags, from ${HOSTS} hosts every 10 s, through WriteRecords`,
        `Highest resident memory of the server process so far, after each step; each question is asked ${ROUNDS} times, all pages`,
      ],
      columns: ['after', 'MiB'],
      rows: peaks.map(([after, peak]) => [after, shortNumber(peak)]),
      checks: [atMost('MiB at the peak', peaks.at(-1)?.[1] ?? Infinity, MOST_MIB)],
    });
  } finally {
    await server.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
