/** What holds for every bucket of the stack, ours in dead-letters and the deploy tool's in service. */
import type { Value } from './cloudformation';

export const notPublic: Value = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

/** Parts of an upload that was broken off cost like objects, and no listing shows them. */
export const dropUnfinishedUploads = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } } as const;
