/** prices.json -> the prices of one region, checked; architectures and lines multiply by them. */
import { z } from 'zod';
import { CostError } from './cost-error';

export const regions = ['us-east-1', 'ap-south-1'] as const;
export type Region = (typeof regions)[number];

/** The region whose prices stand in for those that are not known of another. */
const fallbackRegion = 'us-east-1';

const usd = z.number().check(z.nonnegative());
const price = z.strictObject({
  unit: z.string(),
  /** Null: not sold there. Left out: not known. */
  usd: z.strictObject({ 'us-east-1': usd, 'ap-south-1': z.optional(z.nullable(usd)) }),
  toBeChecked: z.boolean(),
  source: z.string(),
});

const priceNames = [
  'timestreamWrite', 'timestreamMemory', 'timestreamMagnetic', 'timestreamTcu', 'timestreamScan', 'iotMessage', 'iotRule', 'iotAction',
  'lambdaRequest', 'lambdaTime', 'shardHour', 'streamPut', 'httpRequest',
] as const;
type PriceName = (typeof priceNames)[number];

const priceFile = z.strictObject({ asOf: z.iso.date(), prices: z.record(z.enum(priceNames), price) });

export interface Prices {
  readonly asOf: string;
  readonly region: Region;
  /** US dollars for the unit that prices.json names. */
  readonly usd: Readonly<Record<Exclude<PriceName, 'timestreamScan'>, number>>;
  /** For a GB; undefined where queries are not sold by what they scan. */
  readonly scanUsd: number | undefined;
  readonly toBeChecked: readonly PriceName[];
  /** Not known of the region: those of us-east-1 stand for them. */
  readonly borrowed: readonly PriceName[];
}

/**
 * @param json the parsed content of prices.json
 * @throws CostError that names what is missing or no price
 */
export function parsePrices(json: unknown, region: Region): Prices {
  const parsed = priceFile.safeParse(json);
  if (!parsed.success) {
    throw new CostError(`the price file is not as cost/prices.json is: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
  }
  const { asOf, prices } = parsed.data;
  const inRegion = (name: PriceName): number | null => {
    const { usd: byRegion } = prices[name];
    const own = byRegion[region];
    return own === undefined ? byRegion[fallbackRegion] : own;
  };
  const needed = (name: PriceName): number => {
    const value = inRegion(name);
    if (value === null) throw new CostError(`the price file has no ${name} in ${region}`);
    return value;
  };
  return {
    asOf,
    region,
    usd: {
      timestreamWrite: needed('timestreamWrite'),
      timestreamMemory: needed('timestreamMemory'),
      timestreamMagnetic: needed('timestreamMagnetic'),
      timestreamTcu: needed('timestreamTcu'),
      iotMessage: needed('iotMessage'),
      iotRule: needed('iotRule'),
      iotAction: needed('iotAction'),
      lambdaRequest: needed('lambdaRequest'),
      lambdaTime: needed('lambdaTime'),
      shardHour: needed('shardHour'),
      streamPut: needed('streamPut'),
      httpRequest: needed('httpRequest'),
    },
    scanUsd: inRegion('timestreamScan') ?? undefined,
    toBeChecked: priceNames.filter((name) => prices[name].toBeChecked),
    borrowed: priceNames.filter((name) => prices[name].usd[region] === undefined),
  };
}
