/** What an account may set for its queries; kept for DescribeAccountSettings, nothing here is limited by it. */

export interface AccountSettings {
  readonly maxQueryTcu: number;
  readonly pricingModel: 'BYTES_SCANNED' | 'COMPUTE_UNITS';
}

/** An account of today, before it has changed anything. https://docs.aws.amazon.com/timestream/latest/developerguide/tcu.html */
export const defaultSettings: AccountSettings = { maxQueryTcu: 200, pricingModel: 'COMPUTE_UNITS' };
