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

/** The least Node version, as package.json says. Runs before anything is installed. */
export function requireNode20() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    console.error(`Node 20 or newer is needed; this is ${process.version}.`);
    process.exit(1);
  }
}
