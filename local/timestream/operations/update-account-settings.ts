/** UpdateAccountSettings: what is not given stays as it is. */
import { ServiceError } from '../errors';
import type { ServerOperation } from '../protocol/request-context';
import { integer, oneOf, parseInput, required, structure, text } from '../protocol/shape';
import { accountSettingsOutput } from './account-settings-output';

const input = structure({
  MaxQueryTCU: integer(),
  QueryPricingModel: oneOf('BYTES_SCANNED', 'COMPUTE_UNITS'),
  QueryCompute: structure({
    ComputeMode: oneOf('ON_DEMAND', 'PROVISIONED'),
    ProvisionedCapacity: structure({
      TargetQueryTCU: required(integer({ min: 4 })),
      NotificationConfiguration: structure({
        RoleArn: required(text({ min: 1, max: 2048 })),
        SnsConfiguration: structure({ TopicArn: required(text({ min: 1, max: 2048 })) }),
      }),
    }),
  }),
});

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_UpdateAccountSettings.html */
const tcuLimits = { min: 4, max: 1000, step: 4 };
/** Provisioned queries exist in Mumbai only, which this server is not, whatever region clients name. */
const provisionedRegion = 'ap-south-1';

export const updateAccountSettings: ServerOperation = async (members, { store }) => {
  const { MaxQueryTCU, QueryPricingModel, QueryCompute } = parseInput(input, members);
  if (MaxQueryTCU !== undefined) requireTcu(Number(MaxQueryTCU));
  // Whoever pays by compute units cannot go back, and nobody is asked to stay with bytes.
  if (QueryPricingModel === 'BYTES_SCANNED') throw refused('QueryPricingModel can only be changed to COMPUTE_UNITS.');
  if (QueryCompute?.ComputeMode === 'PROVISIONED' || QueryCompute?.ProvisionedCapacity !== undefined) {
    throw refused(`Provisioned query compute is offered in ${provisionedRegion} only, and not by this server.`);
  }
  return accountSettingsOutput(await store.definitions.updateAccountSettings((settings) => ({
    ...settings,
    ...(MaxQueryTCU !== undefined && { maxQueryTcu: Number(MaxQueryTCU) }),
    ...(QueryPricingModel && { pricingModel: QueryPricingModel }),
  })));
};

function requireTcu(units: number): void {
  const { min, max, step } = tcuLimits;
  if (units < min || units > max || units % step !== 0) throw refused(`MaxQueryTCU ${units} is not a multiple of ${step} from ${min} to ${max}.`);
}

function refused(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
