/** HTML files are imported as text: by esbuild's loader in deploy/bundle.cjs, by test/html-as-text.cjs in tests. */
declare module '*.html' {
  const text: string;
  export default text;
}
