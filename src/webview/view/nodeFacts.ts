import { formatMoment } from '../../shared/format';
import type { ComputeDetails, FrontendDetails } from '../../shared/model/nodeDetails';
import { locale, t } from '../text';

export type AnyNode = FrontendDetails | ComputeDetails;

/** All that is known of a node beside its figures, a line each. */
export function nodeFacts(row: AnyNode): readonly string[] {
  const moment = (at: number | null) =>
    at === null ? '—' : formatMoment(at, locale.value, Date.now());
  return [
    `${row.host} · ${row.role} · ${t(`panel.node.${row.state}`)}`,
    t('panel.node.version', { version: row.version ?? '—' }),
    t('panel.node.started', { at: moment(row.startedAt) }),
    t('panel.node.heartbeat', { at: moment(row.lastHeartbeatAt) }),
    ...('replayLagMs' in row && row.replayLagMs.known && row.replayLagMs.value > 0
      ? [t('panel.node.behind', { d: { ms: row.replayLagMs.value } })]
      : []),
    ...('imageAgeMs' in row && row.imageAgeMs.known
      ? [t('panel.node.image', { d: { ms: row.imageAgeMs.value } })]
      : []),
    ...(row.restarts.known && row.restarts.value > 0
      ? [t('panel.node.restarts', { count: row.restarts.value })]
      : []),
    ...('drainedAt' in row ? drainLines(row) : []),
    ...('disks' in row ? diskLines(row) : []),
    ...(row.error === null || row.error === '' ? [] : [row.error]),
    row.node,
  ];
}

/** How far the decommissioning of a BE has come. */
function drainLines({ tablets, drainPerMinute, drainedAt }: ComputeDetails): readonly string[] {
  if (!tablets.known || !drainPerMinute.known) {
    return [];
  }
  const n = tablets.value;
  return drainedAt.known
    ? [
        t('panel.node.drains', {
          n,
          rate: Math.round(drainPerMinute.value),
          at: formatMoment(drainedAt.value, locale.value, Date.now()),
        }),
      ]
    : [t('panel.node.drainsNot', { n })];
}

/** One line per storage path, the fullest first. */
function diskLines({ disks }: ComputeDetails): readonly string[] {
  return disks.known
    ? disks.value.map(({ path, usedPct, avail, usable }) =>
        t(usable === false ? 'panel.node.diskOut' : 'panel.node.disk', {
          path,
          used: { percent: usedPct },
          free: { bytes: avail },
        }),
      )
    : [];
}
