// Installs Debian's MariaDB server, which one test starts to see that it is not taken for StarRocks.
import fs from 'node:fs';
import { aptInstall, whyNoApt } from './debian.mjs';

/** Where Debian's package puts it, which is not on everybody's PATH. */
const program = '/usr/sbin/mariadbd';

/** @returns {string | undefined} why there is none: its test is skipped with these words */
export function whyNoMariadb() {
  if (fs.existsSync(program)) {
    return undefined;
  }
  let why = whyNoApt();
  if (why === undefined) {
    console.log("  MariaDB is missing: installing Debian's mariadb-server-core (about 8 MB, once)");
    // The core has the server without a service: nothing is started or set up on this machine.
    why = aptInstall(['mariadb-server-core']);
  }
  return fs.existsSync(program) ? undefined : `no ${program}: ${why ?? 'unknown'}`;
}
