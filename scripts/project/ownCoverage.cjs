'use strict';
// Node has read where to write which lines ran; the programs that a test starts need not write theirs.
// Mocha's first process starts nothing but the workers that run the tests.
if (process.env.MOCHA_WORKER_ID !== undefined || !process.argv.includes('--parallel')) {
  delete process.env.NODE_V8_COVERAGE;
}
