/** The deploy tool as a newcomer without account runs it: no credentials, no settings but PATH; and how tests read what it packages. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

export const root = join(__dirname, '../..');

export interface PackagedResource {
  readonly Type: string;
  // What a template holds is looked at, not relied on.
  readonly Properties: any; // eslint-disable-line @typescript-eslint/no-explicit-any
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string | readonly string[];
}

export interface Packaged {
  readonly templateFile: string;
  readonly resources: Readonly<Record<string, PackagedResource>>;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly outputs: Readonly<Record<string, { readonly Description?: string }>>;
  ofType(type: string): readonly (PackagedResource & { readonly id: string })[];
  /** The files of a function's zip, by path. */
  zip(key: string): Readonly<Record<string, Uint8Array>>;
}

export const deployTool = join(root, 'deploy/serverless.cjs');

/** GOGC, TMPDIR: see prepare-run. */
export const deployEnvironment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], GOGC: process.env['GOGC'], TMPDIR: process.env['TMPDIR'] };

export function runDeployTool(args: readonly string[], env: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [deployTool, ...args], {
    env: { ...deployEnvironment, ...env },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

/** @param folder what was packaged lies in `package` there */
export function readPackaged(folder: string): Packaged {
  const templateFile = join(folder, 'package/cloudformation-template-update-stack.json');
  const { Resources: resources, Parameters: parameters, Outputs: outputs } = JSON.parse(readFileSync(templateFile, 'utf8'));
  return {
    templateFile,
    resources,
    parameters,
    outputs,
    ofType: (type) => Object.entries<PackagedResource>(resources).filter(([, resource]) => resource.Type === type).map(([id, resource]) => ({ id, ...resource })),
    zip: (key) => unzipSync(readFileSync(join(folder, 'package', `${key}.zip`))),
  };
}

/** The validator is WebAssembly that jest's module loader cannot start. */
const validateInNode = `
  const { CelEngine, TemplateFile } = require('@aws/cloudformation-validate');
  const engine = new CelEngine();
  const { diagnostics } = engine.validateStandard(new TemplateFile(process.argv[1]), { severityLevel: 'ERROR' });
  console.log(JSON.stringify(diagnostics.map(({ severity, ruleId, message, propertyPath, entity }) => ({ severity, ruleId, message, at: [entity?.logicalId, propertyPath] }))));
  engine.free();
`;

/** What the CloudFormation validator has against the template. */
export function validationErrors({ templateFile }: Packaged): unknown {
  return JSON.parse(execFileSync(process.execPath, ['-e', validateInNode, templateFile], { cwd: root, encoding: 'utf8' }));
}
