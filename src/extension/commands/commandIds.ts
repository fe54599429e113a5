/** Every command of the manifest; a test compares the two lists. */
export const commandNames = [
  'showClusterOverview',
  'addCluster',
  'editCluster',
  'duplicateCluster',
  'renameCluster',
  'removeCluster',
  'openClusterSettings',
  'testConnection',
  'enterPassword',
  'refresh',
  'pauseCollection',
  'resumeCollection',
  'startDemoCluster',
  'stopDemoCluster',
  'openLog',
  'showGrants',
  'copyGrant',
  'showAuditInstall',
  'verifyCluster',
  'diagnoseCompaction',
  'exportReport',
  'exportHistory',
  'openRecordedHistory',
  'showWhatRuns',
  'showStatement',
  'showQuery',
  'showQueryProfile',
  'showLoadErrors',
  'showCauseSql',
  'openNodePage',
  'copyNodeAddress',
  'deleteHistory',
  'acknowledgeAlert',
  'snoozeAlert',
  'muteAlert',
  'tellAlertAgain',
  'silenceCluster',
  'endSilence',
  'addOwnRule',
  'killQuery',
  'killSession',
  'killSleepers',
  'cancelCompaction',
  'compact',
  'refreshView',
  'cancelRefresh',
  'activateView',
  'inactivateView',
  'pauseRoutineLoad',
  'resumeRoutineLoad',
  'cancelLoad',
  'cancelSchemaChange',
] as const;

export type CommandName = (typeof commandNames)[number];

/** `argument` is an object given by code, a row of the tree, or nothing from the palette. */
export type CommandHandler = (argument: unknown) => Promise<unknown>;

export function commandId(name: CommandName): string {
  return `starrocksOverview.${name}`;
}
