/** The page and the headers that fence it in; functions/serve-console answers with both. */
import { createHash } from 'node:crypto';
import html from './index.html';

/**
 * Only the page's own script and style run, by their hashes, and only its own API is read: what a device reported
 * could not run as code even if it became markup.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src '${hashOf('script')}'`,
  `style-src '${hashOf('style')}'`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const page = {
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  },
  body: html,
} as const;

/** The hash of the one inline element with this name, in the form of the policy. */
function hashOf(element: 'script' | 'style'): string {
  const content = new RegExp(`<${element}[^>]*>(.*?)</${element}>`, 's').exec(html)?.[1] ?? '';
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
