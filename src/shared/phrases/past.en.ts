/** The ribbon of verdicts, past moments and ranges of time: what the page says of them. */
export const pastEn = {
  'panel.ribbon.title': 'Health, last 24 h',
  'panel.ribbon.label': 'Health of the last 24 hours: choose a moment to show',
  'panel.ribbon.time.ok': '{d} healthy',
  'panel.ribbon.time.warning': '{d} degraded',
  'panel.ribbon.time.critical': '{d} critical',
  'panel.ribbon.time.unknown': '{d} not judged',
  'panel.ribbon.more': 'and {n} more',
  'panel.ribbon.hint': 'Click: everything as it was then',
  'panel.moment.return': '{at} — return to live',
  'panel.moment.reading': 'Reading that moment from the history',
  'panel.moment.nothing': 'Nothing is stored of that moment: everything is unknown.',
  'panel.moment.storedRound':
    'Everything below is as it was stored in the round of {at}. Lists are not stored.',
  'panel.moment.storedBucket':
    'Everything below is as stored for the {d} from {at}. Lists are not stored.',
  'panel.chart.clickMoment': 'Click: everything as it was then',
  'panel.range.choose': 'Other range…',
  'panel.range.from': 'From',
  'panel.range.to': 'To',
  'panel.range.show': 'Show',
  'panel.range.bad': 'The end must be after the begin.',
} as const;
