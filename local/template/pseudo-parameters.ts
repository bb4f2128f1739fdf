/** The account and region that local resources live in: what `AWS::AccountId` and its like stand for. */

export const accountId = '123456789012';
export const region = 'us-east-1';
export const partition = 'aws';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html; the others describe a stack, and locally there is none. */
export const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': accountId,
  'AWS::Region': region,
  'AWS::Partition': partition,
  'AWS::URLSuffix': 'amazonaws.com',
};
