import { MalformedAnswer } from '../failures';
import { jsonReader } from './jsonObject';
import type { HttpSource } from './source';

/** What a node's data cache was asked for in the last minute: a restart begins it anew. */
export type CacheTraffic = {
  readonly hitBytes: number;
  readonly missBytes: number;
};

/** GET /api/datacache/app_stat of one BE or CN: no login, a few hundred bytes of JSON. */
export const dataCache: HttpSource<CacheTraffic> = {
  id: 'datacache',
  form: 'app_stat',
  path: '/api/datacache/app_stat',
  endsWithoutLineFeed: true,
  open: () => jsonReader(trafficOf),
};

function trafficOf(answer: Readonly<Record<string, unknown>>): CacheTraffic {
  const bytes = (name: string): number => {
    const value = answer[name];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      throw new MalformedAnswer(`no figure ${name} in the answer`);
    }
    return value;
  };
  return { hitBytes: bytes('hit_bytes_last_minute'), missBytes: bytes('miss_bytes_last_minute') };
}
