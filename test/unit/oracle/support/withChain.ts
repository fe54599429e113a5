import { Chain, type ChainOptions } from './chain';

/** Looks at a demo cluster through the whole chain, as somebody who has it in sight. */
export async function withChain(
  options: ChainOptions,
  look: (chain: Chain) => Promise<void>,
): Promise<void> {
  const chain = await Chain.start({ visible: true, ...options });
  try {
    await look(chain);
  } finally {
    await chain.stop();
  }
}
