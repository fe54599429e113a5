/**
 * A demo cluster in a process of its own, so that its work is not counted as the product's.
 * Its argument is `DemoClusterOptions` as JSON; it ends when its standard input does.
 */
import { startDemoCluster, type DemoClusterOptions } from '../../src/demo/demoCluster';

async function main(): Promise<void> {
  const cluster = await startDemoCluster(JSON.parse(process.argv[2] ?? '{}') as DemoClusterOptions);
  process.stdin.resume().once('end', () => {
    void cluster.stop().finally(() => process.exit(0));
  });
  console.log(JSON.stringify(cluster.info));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
