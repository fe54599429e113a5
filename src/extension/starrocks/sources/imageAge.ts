import type { EpochMs } from '../../../shared/time';
import { MalformedAnswer } from '../failures';
import { jsonReader } from './jsonObject';
import type { HttpSource } from './source';

/** The newest image of its metadata that an FE keeps. */
export type MetadataImage = {
  /** When its file was written, by the clock of the FE; null = it has none yet. */
  readonly writtenAt: EpochMs | null;
};

/** SHOW_HA of one FE: no login, a few hundred bytes of JSON. */
export const imageAge: HttpSource<MetadataImage> = {
  id: 'imageAge',
  form: 'show_ha',
  path: '/api/show_meta_info?action=SHOW_HA',
  endsWithoutLineFeed: true,
  open: () =>
    jsonReader((answer) => {
      const told = answer['last_checkpoint_time'];
      const at = typeof told === 'string' && told !== '' ? Number(told) : told;
      if (typeof at !== 'number' || !Number.isInteger(at) || at < 0) {
        throw new MalformedAnswer('no figure last_checkpoint_time in the answer');
      }
      return { writtenAt: at === 0 ? null : at };
    }),
};
