/** What is said about changing a cluster. */
export const actionsEn = {
  'action.title.killQuery': 'Kill Query',
  'action.title.killSession': 'Kill Session',
  'action.title.killSleepers': 'Kill Sleeping Sessions',
  'action.title.cancelCompaction': 'Cancel Compaction',
  'action.title.compact': 'Compact',
  'action.title.refreshView': 'Refresh Materialized View',
  'action.title.cancelRefresh': 'Cancel Refresh',
  'action.title.activateView': 'Activate Materialized View',
  'action.title.inactivateView': 'Inactivate Materialized View',
  'action.title.pauseRoutineLoad': 'Pause Routine Load',
  'action.title.resumeRoutineLoad': 'Resume Routine Load',
  'action.title.cancelLoad': 'Cancel Load',
  'action.title.cancelSchemaChange': 'Cancel Schema Change',

  'action.why.readOnly':
    '"{name}" is read-only here. Set its "access" to "confirm" in the settings to allow actions.',
  'action.why.typedName': 'This is a production cluster: its name "{name}" was not typed.',
  'action.why.notWhatWasShown':
    'What would be sent is not what was shown. Nothing was sent; look again.',
  'action.why.notAnAction': 'This is no action that is known here.',
  'action.why.version': 'The cluster needs version {version} or later for this.',
  'action.why.versionUnknown':
    'The version of the cluster is not known yet, and with it how to write this.',
  'action.why.sharedDataOnly':
    'Only a shared-data cluster has this, and this one is not known to be one.',
  'action.why.frontendUnknown':
    'This version kills only on the FE that runs the query, and does not say which it is.',
  'action.why.noNumber': '"{text}" is no id.',
  'action.failed': '{target}: {message}',
  'action.failedPartly': '{done} of {count} done, then: {message}',
  'action.gone': '{target} is not there any more. Nothing was sent.',
  'action.unconfirmed': 'The cluster accepted it, but {target} is still there.',
  'action.done': 'Done: {target}',
  'action.doneBut': '{done} done; {gone} were not there any more.',
  'action.confirm': '{action} on "{cluster}"?',
  'action.confirm.target': 'Target: {target}',
  'action.confirm.sends': 'This will be sent:',
  'action.confirm.type': 'Production: type "{name}" to go on',
  'action.confirm.typeWrong': 'That is not the name of the cluster.',
  'action.progress': '{action} on "{cluster}"',
  'action.nothing': 'There is nothing to choose here.',
  'action.copy': 'Copy Statement',
  'action.showSettings': 'Open Settings',
  'action.pick.target': 'Which one?',
} as const;
