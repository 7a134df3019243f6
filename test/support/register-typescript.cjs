/**
 * Lets a child process of a test run the TypeScript sources as they are: `node --require …/register-typescript.cjs file.ts`.
 * Jest's own transform does not reach other processes.
 */
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  module._compile(transformFileSync(file, { swcrc: true }).code, file);
};
