/** The rows that the devops questions ask about, as TSBS shapes them: hosts with ten tags that report ten cpu metrics every ten seconds. */
import { below, seededRandom, type Random } from '../random';

export const metrics = [
  'usage_user', 'usage_system', 'usage_idle', 'usage_nice', 'usage_iowait',
  'usage_irq', 'usage_softirq', 'usage_steal', 'usage_guest', 'usage_guest_nice',
] as const;

export const tags = [
  'hostname', 'region', 'datacenter', 'rack', 'os', 'arch', 'team', 'service', 'service_version', 'service_environment',
] as const;

export type Metric = (typeof metrics)[number];
export type Tag = (typeof tags)[number];

export interface Dataset {
  readonly hosts: readonly Readonly<Record<Tag, string>>[];
  readonly ticks: number;
  readonly startMs: number;
  /** The ticks in order of time. An iteration starts anew, with the same values. */
  readings(): Iterable<Tick>;
}

export interface Tick {
  readonly timeMs: number;
  /** By host, then by metric; the arrays are used again for the next tick. */
  readonly values: readonly (readonly number[])[];
}

export const TICK_MS = 10_000;
export const TICKS_PER_DAY = 8_640;
/** A midnight in UTC. */
const START_MS = Date.UTC(2024, 0, 1);
const SEED = 864_000;

const regions = ['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'sa-east-1'];
const systems = ['Ubuntu16.10', 'Ubuntu16.04LTS', 'Ubuntu15.10'];
const teams = ['SF', 'NYC', 'LON', 'CHI'];
const environments = ['production', 'staging', 'test'];

export function devopsDataset(hostCount: number, ticks: number): Dataset {
  const random = seededRandom(SEED);
  const hosts = Array.from({ length: hostCount }, (_, index) => hostTags(index, random));
  return { hosts, ticks, startMs: START_MS, readings: () => readings(hostCount, ticks) };
}

function hostTags(index: number, random: Random): Readonly<Record<Tag, string>> {
  const pick = (choices: readonly string[]) => choices[below(choices.length, random)] ?? '';
  const region = pick(regions);
  return {
    hostname: `host_${index}`, region, datacenter: `${region}${'abc'.charAt(below(3, random))}`, rack: String(below(100, random)),
    os: pick(systems), arch: pick(['x64', 'x86']), team: pick(teams), service: String(below(20, random)),
    service_version: String(below(2, random)), service_environment: pick(environments),
  };
}

/** Each metric walks by one step up or down, or stays, within 0 and 100. */
function* readings(hostCount: number, ticks: number): Generator<Tick> {
  const random = seededRandom(SEED + 1);
  const values = Array.from({ length: hostCount }, () => metrics.map(() => below(101, random)));
  for (let tick = 0; tick < ticks; tick += 1) {
    for (const host of values) {
      for (let metric = 0; metric < host.length; metric += 1) {
        host[metric] = Math.min(100, Math.max(0, (host[metric] ?? 0) + below(3, random) - 1));
      }
    }
    yield { timeMs: START_MS + tick * TICK_MS, values };
  }
}
