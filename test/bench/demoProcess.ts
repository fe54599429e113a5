import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import type { DemoClusterInfo, DemoClusterOptions } from '../../src/demo/demoCluster';
import type { ClusterProfile } from '../../src/shared/clusterProfile';
import { ControlPort } from '../oracle/controlPort';

export type DemoProcess = {
  readonly info: DemoClusterInfo;
  readonly control: ControlPort;
  stop(): Promise<void>;
};

const user = 'monitor';

export async function startDemo(options: DemoClusterOptions = {}): Promise<DemoProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(__dirname, 'demoChild.ts'), JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => Promise.reject(new Error('the demo cluster did not start'))),
  ])) as [string];
  const info = JSON.parse(line) as DemoClusterInfo;
  return {
    info,
    control: new ControlPort(info.control),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

/** A profile that reaches the demo cluster as its user `monitor`. */
export function profileFor(
  { info }: DemoProcess,
  id: string,
  http: ClusterProfile['http']['mode'] = 'auto',
): { readonly profile: ClusterProfile; readonly secret: string } {
  const password = info.users.find(({ name }) => name === user)?.password;
  if (password === undefined) {
    throw new Error(`the demo cluster has no user ${user}`);
  }
  return {
    profile: {
      id,
      name: info.name,
      frontends: info.frontends.map(({ host, queryPort }) => ({ host, port: queryPort })),
      user,
      password: 'stored',
      tls: { mode: 'off' },
      http: { mode: http, addressMap: info.addressMap },
      access: 'read-only',
      intervalS: 30,
    },
    secret: password,
  };
}

const ignore = (): void => undefined;
export const quietLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };
