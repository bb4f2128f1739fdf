// Loads a packaged bundle in a Node process of its own and invokes it as Lambda would: node invoke-bundle.mjs FILE KEY EVENT
import { pathToFileURL } from 'node:url';

const [file, key, event] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(file));
const deadline = Date.now() + 20_000;
const context = {
  functionName: `tidegauge-prod-${key}`,
  functionVersion: '$LATEST',
  memoryLimitInMB: '512',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:tidegauge-prod-${key}`,
  awsRequestId: '2f1c6f5e-0000-4000-8000-000000000000',
  getRemainingTimeInMillis: () => deadline - Date.now(),
};
try {
  await handler(JSON.parse(event), context);
} catch {
  // A failed invocation is measured too; what it was is not asked here.
}
process.exit(0);
