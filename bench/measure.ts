/** Timing what stands side by side: rounds in which every candidate takes its turn, so that a busy machine slows all of them. */

export interface Candidate {
  readonly name: string;
  /** What the run needs and is not timed. */
  prepare?(round: number): Promise<unknown>;
  /** @param round the same number for every candidate, so that they all do the same work */
  run(round: number): Promise<unknown>;
}

export interface Timing {
  readonly medianMs: number;
  /** The middle half of the rounds lies between these. */
  readonly lowMs: number;
  readonly highMs: number;
  readonly rounds: number;
}

export interface Rounds {
  /** Unmeasured rounds at first, and as many more as it takes to fill warmUpMs: JavaScript is compiled as it runs. */
  readonly warmUp: number;
  readonly warmUpMs: number;
  readonly measured: number;
}

/** @returns a timing for each candidate, in their order */
export async function interleaved(candidates: readonly Candidate[], { warmUp, warmUpMs, measured }: Rounds): Promise<readonly Timing[]> {
  const warmAtMs = performance.now() + warmUpMs;
  for (let round = 0; round < warmUp || performance.now() < warmAtMs; round += 1) {
    for (const candidate of candidates) {
      await candidate.prepare?.(round);
      await candidate.run(round);
    }
  }
  const times = candidates.map(() => [] as number[]);
  for (let round = 0; round < measured; round += 1) {
    for (const [index, candidate] of candidates.entries()) {
      await candidate.prepare?.(round);
      const startMs = performance.now();
      await candidate.run(round);
      times[index]?.push(performance.now() - startMs);
    }
  }
  return times.map(timingOf);
}

/** Of times that a candidate took of itself; those of the warm-up are left out by the caller. */
export function timingOf(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { medianMs: quantile(sorted, 0.5), lowMs: quantile(sorted, 0.25), highMs: quantile(sorted, 0.75), rounds: sorted.length };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
