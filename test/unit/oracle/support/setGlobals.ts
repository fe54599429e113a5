import type { DemoCluster } from '../../../../src/demo/demoCluster';

/** `SET GLOBAL` by an administrator who is gone before anybody else comes. */
export async function setGlobals(
  { info }: DemoCluster,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const wanted = Object.entries(variables);
  if (wanted.length === 0) {
    return;
  }
  const { createConnection } = await import('mysql2/promise');
  const [frontend] = info.frontends;
  const address = `${String(frontend?.host)}:${String(frontend?.queryPort)}`;
  const [host = '', port = ''] = (info.addressMap[address] ?? address).split(':');
  const password = info.users.find(({ name }) => name === 'root')?.password ?? '';
  const connection = await createConnection({ host, port: Number(port), user: 'root', password });
  for (const [name, value] of wanted) {
    await connection.query(`SET GLOBAL ${name} = ${value}`);
  }
  await connection.end();
}
