import type { StarRocksOverviewApi } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import type { ExtendedOverview } from '../../shared/model/extendedOverview';
import { liveModuleIds } from '../../shared/model/extendedOverview';
import type { EpochMs } from '../../shared/time';

/**
 * The overview a panel shows: of now, or of one past moment. What is past does not change any more:
 * it is read once, and only the header is asked for again.
 */
export class ShownOverview {
  private readonly api: StarRocksOverviewApi;
  private past: { readonly id: ClusterId; readonly overview: ExtendedOverview } | undefined;

  constructor(api: StarRocksOverviewApi) {
    this.api = api;
  }

  async read(id: ClusterId, at: EpochMs | undefined): Promise<ExtendedOverview> {
    if (at === undefined) {
      this.past = undefined;
      return this.api.getExtendedOverview(id, { modules: liveModuleIds });
    }
    const kept = this.past;
    if (kept?.id === id && kept.overview.past?.askedAt === at) {
      const { header } = await this.api.getExtendedOverview(id, { modules: [] });
      return { ...kept.overview, header };
    }
    const overview = await this.api.getExtendedOverview(id, { modules: liveModuleIds, at });
    this.past = { id, overview };
    return overview;
  }
}
