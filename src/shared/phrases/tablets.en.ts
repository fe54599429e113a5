/** Tablets and their replicas: what rules and the page say of them. */
export const tabletsEn = {
  'source.tabletHealth': "SHOW PROC '/statistic'",
  'tablets.step': 'Open tablets',
  'tablets.unhealthy.title': 'Tablets are unhealthy',
  'tablets.unhealthy.evidence':
    '{n} of {of} tablets do not have all their replicas whole and on living BEs.',
  'tablets.unhealthy.worst': 'Most of them are in {database}: {n}.',
  'tablets.error.title': 'Replicas are broken or differ',
  'tablets.error.evidence':
    '{n} tablets are in an error state, the replicas of {inconsistent} differ.',
  'tablets.error.inconsistent': 'The replicas of {inconsistent} tablets differ.',
  'panel.rule.tablet.unhealthy': 'unhealthy tablets',
  'panel.rule.tablet.error': 'broken tablets',
  'panel.what.tablets': 'the tablets',
  'panel.tablets.title': 'Tablets',
  'panel.tablets.tablets': 'tablets',
  'panel.tablets.replicas': 'replicas',
  'panel.tablets.unhealthy': 'unhealthy',
  'panel.tablets.inconsistent': 'inconsistent',
  'panel.tablets.cloning': 'being copied',
  'panel.tablets.errorState': 'in an error state',
  'panel.empty.tablets': 'The cluster has no database',
  'panel.column.tablets': 'Tablets',
  'panel.column.unhealthy': 'Unhealthy',
  'panel.column.inconsistent': 'Inconsistent',
  'panel.column.errorState': 'Error state',
} as const;
