// Installs Debian's MariaDB server, which one test starts to see that it is not taken for StarRocks.
import fs from 'node:fs';
import { aptInstall, whyNoApt } from './debian.mjs';

/** Where Debian's packages put them, which is not on everybody's PATH: the server, and what sets it up. */
const programs = ['/usr/sbin/mariadbd', '/usr/bin/my_print_defaults'];

const missing = () => programs.find((program) => !fs.existsSync(program));

/** @returns {string | undefined} why there is none: its test is skipped with these words */
export function whyNoMariadb() {
  if (missing() === undefined) {
    return undefined;
  }
  let why = whyNoApt();
  if (why === undefined) {
    console.log("  MariaDB is missing: installing Debian's mariadb-server-core (about 9 MB, once)");
    // The core has the server without a service: nothing is started or set up on this machine.
    why = aptInstall(['mariadb-server-core', 'mariadb-client-core']);
  }
  const program = missing();
  return program === undefined ? undefined : `no ${program}: ${why ?? 'unknown'}`;
}
