/** Opening and closing a server's port, as promises. */
import type { Server } from 'node:net';

/** Resolves to the port (a free one for 0). */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Resolves when the last connection is gone: cut them first. */
export async function close(server: Server | undefined): Promise<void> {
  if (server !== undefined) {
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  }
}
