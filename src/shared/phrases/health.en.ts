/**
 * Verdict, problems and their evidence. Say what is, then what it means; name the object. Evidence
 * is made of short sentences that `health.sentences` puts one after the other.
 */
export const healthEn = {
  'health.sentences': '{a} {b}',
  'health.evidence': '{text} ({source}, {at})',
  'health.evidence.clearing':
    '{text} No longer so since {since}; the problem ends when that has held for a minute.',
  'health.evidence.past': 'Open at that time; what was measured is not stored.',
  'health.evidence.remembered': 'Open before the restart of this monitor; not checked again yet.',

  'health.sentence.ok': 'All {n} nodes answer, no rule is firing.',
  'health.sentence.okUncounted': 'No rule is firing.',
  'health.sentence.notJudgedYet': 'No problem is counted yet. Being checked: {title}.',
  'health.sentence.one': '{title}.',
  'health.sentence.two': '{title}. Also: {second}.',
  'health.sentence.more': '{title}. Also: {second}, and {n} more.',
  'health.sentence.unverified': '{title}. Last seen {at}: cannot be checked now.',
  'health.sentence.never': 'Reading the cluster. Nothing is judged until it has answered.',
  'health.sentence.silent': 'No frontend has answered since {at}.',
  'health.sentence.noLeaderCheck': 'Whether there is a leader is unknown ({why}).',
  'health.sentence.noNodeCheck': 'Which nodes are alive is unknown ({why}).',
  'health.sentence.tooFew': 'Only {judged} of {applicable} rules could be checked.',

  'health.noLeader': 'No frontend says it is the leader.',
  'health.needsOperate': 'Sessions of others need the privilege OPERATE ON SYSTEM.',

  'health.leader.title': 'No frontend is leader',
  'health.leader.evidence': 'Loads and DDL stop until a leader is elected.',
  'health.leader.several': 'More than one frontend is leader',
  'health.leader.claims':
    'Each of these says it is the leader: {nodes}. What one writes the others may not see.',
  'health.leader.alive': 'Reads answer from {n} frontends.',

  'health.heartbeat.title': '{node}: heartbeat fails, SQL answers',
  'health.heartbeat.evidence':
    'It answers our statements, but the leader gets no heartbeat from its HTTP port.',
  'health.down.title': '{node} is down',
  'health.down.silent': 'It is not alive, and no heartbeat of it is known.',
  'health.down.silentFor': 'It has not answered for {d}.',
  'health.down.error': 'The leader says: {error}.',
  'health.down.lastSpare': 'The others still answer; one more loss stops the cluster.',
  'health.down.majority': 'The majority of the frontends is down: the cluster stops.',
  'health.down.pool': '{dead} of {of} nodes are down.',
  'health.down.tablets': '{n} tablets are on it.',

  'health.heap.title': '{node}: Java heap stays full',
  'health.heap.evidence':
    'Keeps at least {p} of its heap after garbage collection for {d} (warning from {mark}).',
  'health.mem.title': '{node} is short of memory',
  'health.mem.evidence': 'Uses {p} of its memory limit (warning from {mark}).',
  'health.mem.evidenceOf': 'Uses {p} of its memory limit of {limit} (warning from {mark}).',
  'health.cpu.title': '{node}: CPU is busy',
  'health.cpu.evidence': 'At least {p} for {d} (warning from {mark}).',

  'health.pressure.title': 'Compaction falls behind',
  'health.pressure.nearBound': 'Loads are close to being refused: compaction falls behind',
  'health.pressure.refused': 'Loads are refused: compaction falls behind',
  'health.pressure.score': 'Score {score}, mark {mark}.',
  'health.pressure.scoreAssumed':
    'Score {score}, mark {mark} (assumed: the configuration could not be read).',
  'health.pressure.worst': 'Worst partition: {partition}.',
  'health.pressure.running': 'Running compaction tasks: {n}.',
  'health.pressure.slowed': 'Loads into it wait {factor} times as long as they write.',
  'health.pressure.eta':
    'At this pace {bound} is reached in about {d}; from there on loads are refused.',
  'health.stalled.title': 'Compaction stands still',
  'health.stalled.evidence': 'The score rises to {score} while nothing has run for {d}.',
  'health.stalled.off': 'Compaction is switched off (lake_compaction_max_tasks = 0).',
  'health.stalled.disabled': 'Tables are excluded (lake_compaction_disable_ids = {ids}).',
  'health.stalled.noNode': 'No compute node is alive.',

  'health.errors.title': 'Queries fail',
  'health.errors.evidence':
    '{p} of {n} queries in {d} failed: {internal} internal errors, {timeouts} time-outs.',
  'health.errors.mistakes': 'User mistakes, not counted: {n}.',
  'health.errors.coverage': 'Measured on {have} of {of} frontends.',
  'health.errors.noTraffic': 'Too few queries to judge.',

  'health.partial.title': 'Partial view',
  'health.partial.frontends': 'Metrics of {n} of {m} frontends were read.',
  'health.partial.compute': 'Metrics of {n} of {m} compute nodes were read.',
  'health.partial.first': '{node}: {why}.',

  'health.step.frontends': 'Open FE list',
  'health.step.showNode': 'Show node',
  'health.step.queries': 'Running queries',
  'health.step.compaction': 'Open compaction',
  'health.step.errors': 'Failed queries',
  'health.step.access': 'Check access',
} as const;
