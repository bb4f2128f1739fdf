/** DescribeAccountSettings: how queries of the account are priced and limited. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, structure } from '../protocol/shape';
import { accountSettingsOutput } from './account-settings-output';

const input = structure({});

export const describeAccountSettings: ServerOperation = async (members, { store }) => {
  parseInput(input, members);
  return accountSettingsOutput(await store.definitions.accountSettings());
};
