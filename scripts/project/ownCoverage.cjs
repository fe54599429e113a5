'use strict';
// Node has read where to write which lines ran; the programs that a test starts need not write theirs.
// Mocha's first process starts nothing but the workers that run the tests.
const isWorker = process.env.MOCHA_WORKER_ID !== undefined;
if (isWorker || !process.argv.includes('--parallel')) {
  delete process.env.NODE_V8_COVERAGE;
}
if (isWorker) {
  // Mocha ends a worker that takes longer than a second to exit, and writing which lines ran may.
  process.on('SIGTERM', () => undefined);
}
