/** A stream in a process of its own, to be killed. */
import { startKinesis } from '../../../local/kinesis/server';

void startKinesis({ folder: process.argv[2] ?? '' }).then(async ({ port, streams }) => {
  if (streams.find('readings') === undefined) await streams.create({ name: 'readings', shardCount: 2 });
  process.stdout.write(`${port}\n`);
});
