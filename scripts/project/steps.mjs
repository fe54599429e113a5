// Prints what is being done, and how long it took.
import process from 'node:process';

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work what it resolves to is printed when it is a string
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  console.log(`▸ ${title} …`);
  const startedAt = Date.now();
  const result = await work();
  const detail = typeof result === 'string' ? `: ${result}` : '';
  console.log(`  done in ${seconds(Date.now() - startedAt)}${detail}`);
  return result;
}

/** The least Node version, as package.json says: `zlib.crc32` came with it. */
const leastNode = [20, 15];

/** Ends the process on an older Node, before anything is installed. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastNode;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    console.error(
      `Node ${leastNode.join('.')} or newer is needed; this is ${process.version}. Install a newer one (nodejs.org) and try again.`,
    );
    process.exit(1);
  }
}
