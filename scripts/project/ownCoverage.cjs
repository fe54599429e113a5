'use strict';
// Node has read where to write which lines ran; the programs that a test starts need not write theirs.
delete process.env.NODE_V8_COVERAGE;
