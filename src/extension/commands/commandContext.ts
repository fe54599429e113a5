import type { StarRocksOverviewApi } from '../../shared/api';
import type { IntervalS } from '../../shared/clusterProfile';
import type { Locale } from '../../shared/format';
import type { ClusterRegistry } from '../clusters/clusterRegistry';
import type { DemoClusters } from '../clusters/demoClusters';
import type { Log } from '../log';
import type { AlertMemory } from '../views/alertMemory';
import type { Dialogs } from '../views/dialogs';
import type { QueryDocuments } from '../views/queryDocuments';
import type { OverviewPanels } from '../views/overviewPanels';

/** What commands work with. */
export type CommandContext = {
  readonly api: StarRocksOverviewApi;
  readonly registry: ClusterRegistry;
  readonly panels: OverviewPanels;
  readonly demo: DemoClusters;
  readonly alerts: AlertMemory;
  readonly dialogs: Dialogs;
  readonly queryDocuments: QueryDocuments;
  readonly log: Log;
  readonly locale: Locale;
  /** Of the extension. */
  readonly version: string;
  /** The interval of clusters that name none, seconds. */
  readonly defaultIntervalS: () => IntervalS;
  /** Reveals the output channel. */
  readonly showLog: () => void;
};
