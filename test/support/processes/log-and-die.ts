import { createLogger } from '../../../src/platform/logging/logger';

createLogger().info('hej');
process.kill(process.pid, 'SIGKILL');
