/** The account's settings as its two operations show them. */
import type { AccountSettings } from '../store/account-settings';

export function accountSettingsOutput({ maxQueryTcu, pricingModel }: AccountSettings): object {
  return { MaxQueryTCU: maxQueryTcu, QueryPricingModel: pricingModel, QueryCompute: { ComputeMode: 'ON_DEMAND' } };
}
