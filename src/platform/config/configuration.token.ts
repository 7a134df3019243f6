/** Injection token of the parsed `Configuration`: an interface has no class to be injected by. */
export const CONFIGURATION = Symbol('configuration');

/** Injection token of the folder that relative paths in the configuration count from. */
export const PROJECT_ROOT = Symbol('project root');
