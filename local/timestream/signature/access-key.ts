/** A key that requests are signed with, as flags and options give it; check-signature knows a caller by it. */

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
