/** The rows as line protocol, which InfluxDB and VictoriaMetrics both take. */
import { metrics, tags, type Dataset } from '../devops/dataset';

const TICKS_PER_BODY = 20;

export function* lineProtocol({ hosts, readings }: Dataset): Generator<string> {
  const prefixes = hosts.map((host) => `cpu,${tags.map((tag) => `${tag}=${host[tag]}`).join(',')}`);
  let lines: string[] = [];
  for (const { timeMs, values } of readings()) {
    values.forEach((host, index) => {
      lines.push(`${prefixes[index]} ${host.map((value, metric) => `${metrics[metric]}=${value}`).join(',')} ${timeMs}000000`);
    });
    if (lines.length < TICKS_PER_BODY * hosts.length) continue;
    yield lines.join('\n');
    lines = [];
  }
  if (lines.length > 0) yield lines.join('\n');
}
