// @ts-check
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Calls that read the time of day. In a rule they make a decision that cannot be repeated; elsewhere one that no test can move. */
const TIME_OF_DAY = 'The time comes from platform/clock (a Clock that is injected) or as an argument `now`, so that tests can move it.';
const NO_TIME_OF_DAY = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: TIME_OF_DAY },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: TIME_OF_DAY },
  {
    selector: "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]",
    message: TIME_OF_DAY,
  },
];

const STANDARD_OUTPUT =
  "Standard output belongs to a command's answer and is written where a command ends (cli.ts, main.ts, commands/); a log line goes to the injected Logger.";
const NO_STANDARD_OUTPUT = [{ selector: "MemberExpression[object.name='process'][property.name='stdout']", message: STANDARD_OUTPUT }];

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'data/', 'node_modules/', 'tools/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise nobody waits for is a change that may not be made, and an error that nobody sees.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],

      // Nest's modules are classes that only bear a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // TypeORM's entities are plain data: written as literals and spread. Text is spread where code points are meant.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // What comes out of a seal or a query is what its caller says it is.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A port's method is asynchronous for the implementation that needs it, a decorator's target too.
      '@typescript-eslint/require-await': 'off',
      // TypeScript checks this, and an interface's unused parameter still tells what it gets.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // `||` is right where an empty text means none.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true, boolean: true } }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_TIME_OF_DAY, ...NO_STANDARD_OUTPUT] },
  },
  {
    // The one clock, and the entrances that may write answers.
    files: ['src/platform/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_STANDARD_OUTPUT] },
  },
  {
    files: ['src/cli.ts', 'src/main.ts', 'src/commands/**/*.ts', 'src/config-docs.ts', 'src/schema-drift.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_TIME_OF_DAY] },
  },
  {
    // A test may name what it knows to be there, and takes what JSON and databases give it.
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      'no-control-regex': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
    },
  },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    languageOptions: {
      globals: { module: 'readonly', require: 'readonly', process: 'readonly', console: 'readonly', __dirname: 'readonly' },
    },
  },
  prettier,
);
