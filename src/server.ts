import { loadConfig } from './config.js';
import { explainFailure } from './failure.js';

try {
  const config = loadConfig(process.env);
  // Only now: the whole application is a second's work to load, and a wrong variable is said at once.
  const { serve } = await import('./serve.js');
  await serve(config);
} catch (error) {
  process.stderr.write(`posvenda: ${explainFailure(error)}\n`);
  process.exit(1);
}
