/** Jest's transform for HTML files: the text, as the esbuild loader of the bundles gives it. */
module.exports = {
  process: (text) => ({ code: `module.exports = ${JSON.stringify(text)};` }),
};
