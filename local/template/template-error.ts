/** What is refused while a template is read: always with the path inside the template, so that it can be found. */

export class TemplateError extends Error {
  constructor(
    readonly path: string,
    readonly problem: string,
  ) {
    super(`${path}: ${problem}`);
    this.name = 'TemplateError';
  }
}
