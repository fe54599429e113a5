/** Advice about compaction: what was seen and its likely cause, what helps; the page and the document. */
export const compactionEn = {
  'compaction.sign.switchedOff': 'Compaction is switched off: no task is started.',
  'compaction.sign.disabledTables':
    'Tables are left out of compaction: {ids}. Their scores only rise.',
  'compaction.sign.noNode': 'No node is alive that could compact.',
  'compaction.sign.capped':
    '{n} tasks run, as many as lake_compaction_max_tasks allows, and the score is {score}.',
  'compaction.sign.saturated':
    '{n} tasks run, as many as may, and the score is {score}: more is loaded than is merged.',
  'compaction.sign.queued': 'Parts of a task wait {d} for a thread of their node on average.',
  'compaction.sign.remoteReads':
    'Compaction read {remote} from object storage and {local} from the data cache.',
  'compaction.sign.failing': 'Compaction of {partition} failed {n} times: {error}.',
  'compaction.sign.publishStuck':
    'Committed more than a minute ago and not visible yet: {n}, for example transaction {txn}.',
  'compaction.sign.skewed':
    '{partition} has one tablet at {max} while its average is {average}: it waits behind partitions with a higher average.',
  'compaction.sign.localOff': 'Compaction is switched off on {n} backends.',
  'compaction.sign.localBacklog':
    '{n} candidates wait for a thread, and the fullest tablet has {versions} of {max} versions.',

  'compaction.action.switchedOff': 'Let it start tasks again; −1 means 16 for each living node.',
  'compaction.action.disabledTables':
    'Take them off the list, unless somebody keeps them out on purpose.',
  'compaction.action.noNode': 'Start the compute nodes of the warehouse.',
  'compaction.action.capped': 'Let more run; −1 means 16 for each living node.',
  'compaction.action.saturated':
    'More threads, up to half the cores of a node; else more nodes, or fewer and larger loads.',
  'compaction.action.queued': 'More threads, up to half the cores of a node; else more nodes.',
  'compaction.action.remoteReads':
    'A larger data cache. Right after nodes were added this is normal and passes.',
  'compaction.action.failing':
    'Cure what the error names: memory, tablet metadata, a schema change at the same time.',
  'compaction.action.publishStuck':
    'Look at lake_publish_version_queued_tasks and at nodes that are down; a large primary key index takes long.',
  'compaction.action.skewed': 'Choose a bucket key that spreads the rows.',
  'compaction.action.localOff': 'Let it run again; −1 means no limit of its own.',
  'compaction.action.localBacklog':
    'More threads for each disk, up to half the cores; else fewer and larger loads.',

  'compaction.document.title':
    'Compaction of {cluster}, {at}. Nothing in this document has been sent.',
  'compaction.document.score': 'Score {score}; loads slow down above {mark}.',
  'compaction.document.scoreBound':
    'Score {score}; loads slow down above {mark} and are refused above {bound}.',
  'compaction.document.versions': 'The fullest tablet has {n} of {max} versions.',
  'compaction.document.unknown': 'The score is not known: {why}.',
  'compaction.document.worst': 'Worst partitions: maximum, average.',
  'compaction.document.running': 'What runs, and what ended last.',
  'compaction.document.slowest': 'Parts of the task that has run longest: {txn} of {table}.',
  'compaction.document.allTasks': 'Parts of all running tasks.',
  'compaction.document.partitions': 'Partitions by score.',
  'compaction.document.frontends': 'Configuration of the frontends.',
  'compaction.document.backends': 'Configuration of the nodes: present, default, whether changed.',
  'compaction.document.tablets': 'Fullest tablets.',
  'compaction.document.local': 'Compaction of each backend.',
  'compaction.document.noAdvice': 'No sign of slow compaction was recognised.',
  'compaction.document.advice': 'What the cluster shows, and what would help.',
  'compaction.document.changes':
    'The lines below CHANGE THE CLUSTER. They are comments and were not sent. A change holds until the next restart.',
  'compaction.document.undo': 'undo:',
  'compaction.document.noSetting': 'No setting cures this.',
  'compaction.document.noChange': 'Nothing to change: {key} is not known or at its bound.',
  'compaction.document.compact': 'Compact this partition first:',

  'panel.compaction.advice': 'Advice',
  'panel.compaction.change': '{key}: {present} → {suggested}',
  'panel.compaction.diagnose':
    'Diagnose Compaction in the command palette opens the statements to look further.',
} as const;
