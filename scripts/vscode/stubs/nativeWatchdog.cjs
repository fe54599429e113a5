'use strict';
// In place of the native module native-watchdog: ends this process when its parent is gone.
exports.start = (parent) => {
  const check = () => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(87);
    }
  };
  setInterval(check, 1000).unref();
};
