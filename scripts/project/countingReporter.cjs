'use strict';
// Mocha's spec reporter that also writes the counts to the file `npm test` reads. A skipped test
// that does not name its cause (test/support/skip.ts) counts as failed.
const fs = require('node:fs');
const Mocha = require('mocha');

const cause = /\(skipped: .+\)/;

module.exports = class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: [], failures: [] };
    runner.on('pass', () => {
      counts.passed += 1;
    });
    runner.on('fail', (test) => {
      counts.failed += 1;
      counts.failures.push(test.fullTitle());
    });
    runner.on('pending', (test) => {
      if (cause.test(test.fullTitle())) {
        counts.skipped.push(test.fullTitle());
      } else {
        counts.failed += 1;
        counts.failures.push(`${test.fullTitle()}: skipped without a cause`);
      }
    });
    runner.once('end', () => {
      const file = process.env.STARROCKS_OVERVIEW_TEST_REPORT;
      if (file !== undefined) {
        fs.writeFileSync(file, JSON.stringify(counts));
      }
    });
  }
};
