import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { errorCode } from '../store/owner';

/**
 * The local socket by which the windows of one storage folder find each other, and the first line
 * each side says. Nothing here decides who leads: that is `owner.json`.
 */

/** Node 20 cuts Unix socket paths of 108 bytes and more without a word; macOS allows 104. */
const longestPath = 90;

/** A hello is short; whoever sends more before a newline is no window of ours. */
const longestHello = 1_000;

export type Hello = { readonly protocol: number; readonly nonce: string };

/** Where the windows of this storage folder meet. Creates the private folder on Unix. */
export async function socketPath(storageFolder: string): Promise<string> {
  const uid = process.getuid?.() ?? os.userInfo().username;
  const real = await fs.realpath(storageFolder);
  const hash = createHash('sha256').update(`${real}\n${uid}`).digest('hex').slice(0, 16);
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\srh-${hash}`;
  }
  const candidates = [process.env['XDG_RUNTIME_DIR'], os.tmpdir(), '/tmp'];
  for (const base of candidates) {
    if (base === undefined || base === '') {
      continue;
    }
    const folder = path.join(base, `srh-${uid}`);
    // Room for the temporary name of `listenAt`, which is 9 bytes longer.
    const file = path.join(folder, `${hash}.sock`);
    if (Buffer.byteLength(file) + 9 < longestPath && (await isPrivateFolder(folder))) {
      return file;
    }
  }
  throw new Error(
    'No folder for a local socket: neither XDG_RUNTIME_DIR nor the temporary folder can be used.',
  );
}

/** Makes the folder; false when it belongs to somebody else or cannot be made. */
async function isPrivateFolder(folder: string): Promise<boolean> {
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const stat = await fs.lstat(folder);
    return stat.isDirectory() && (process.getuid === undefined || stat.uid === process.getuid());
  } catch (error) {
    if (['EACCES', 'EPERM', 'ENOENT', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(errorCode(error))) {
      return false;
    }
    throw error;
  }
}

/** Listens under the path; what lay there is replaced. Only the owner of the history may call it. */
export async function listenAt(server: net.Server, file: string): Promise<void> {
  if (process.platform === 'win32') {
    await listen(server, file);
    return;
  }
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  // Bound elsewhere and renamed: the name changes hands in one step, and `server.close()` removes
  // only the temporary name, never the socket of a later leader.
  const draft = `${file.slice(0, -'.sock'.length)}.${Math.random().toString(16).slice(2, 10)}`;
  await listen(server, draft);
  await fs.rename(draft, file);
}

function listen(server: net.Server, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Identity of the socket file, to notice when it was removed or replaced; null when it is gone. */
export async function socketInode(file: string): Promise<number | null> {
  if (process.platform === 'win32') {
    return 0;
  }
  try {
    return (await fs.stat(file)).ino;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

/** Connects, or resolves with null when nobody listens. */
export function connectTo(file: string): Promise<net.Socket | null> {
  return new Promise((resolve) => {
    const socket = net.connect(file);
    socket.once('connect', () => {
      resolve(socket);
    });
    // Stays for the life of the socket: every error is followed by 'close', which is what we act on.
    socket.on('error', () => {
      resolve(null);
    });
  });
}

export function sayHello(socket: net.Socket, hello: Hello): void {
  socket.write(`${JSON.stringify(hello)}\n`);
}

/**
 * The first line of the other side; null when the connection ends, the line makes no sense or
 * `waitMs` pass. Afterwards the socket is paused and holds what came behind the line.
 */
export function readHello(socket: net.Socket, waitMs: number): Promise<Hello | null> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const timer = setTimeout(() => {
      finish(null);
    }, waitMs);
    const finish = (hello: Hello | null) => {
      clearTimeout(timer);
      socket.off('data', onData);
      socket.off('close', onClose);
      socket.pause();
      resolve(hello);
    };
    const onClose = () => {
      finish(null);
    };
    const onData = (data: Buffer) => {
      received = Buffer.concat([received, data]);
      const end = received.indexOf(0x0a);
      if (end >= 0) {
        finish(parseHello(received.subarray(0, end).toString('utf8')));
        if (end + 1 < received.length) {
          socket.unshift(received.subarray(end + 1));
        }
      } else if (received.length > longestHello) {
        finish(null);
      }
    };
    socket.on('data', onData);
    socket.on('close', onClose);
  });
}

function parseHello(line: string): Hello | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' &&
      value !== null &&
      'protocol' in value &&
      typeof value.protocol === 'number' &&
      'nonce' in value &&
      typeof value.nonce === 'string'
      ? { protocol: value.protocol, nonce: value.nonce }
      : null;
  } catch {
    // Not a window of ours.
    return null;
  }
}
