/** How a number was got: what the document of Show Statement says. */
export const statementEn = {
  'statement.asked': 'Asked at {at}; the answer took {took}',
  'statement.form': 'In the form `{form}`: the newest that this version understands',
  'statement.rows': '{rows} rows',
  'statement.coverage': 'Rests on {have} of {of} nodes',
  'statement.failed': 'No usable answer: {why}',
  'statement.modules': 'Used by {modules}',
  'statement.answer': 'The last answer, as it was read',
  'statement.literals':
    'At most 20 rows of each list; literals of statements and messages are replaced by `?`.',
  'statement.figures': 'Figures that come from it, and how',
  'statement.unknown': 'Also unknown for: {why}.',
  'statement.more':
    'Every field, its unit and what it is computed from: docs/overview.md of the extension.',
  'host.pick.statement': 'Statements to which cluster?',
  'host.pick.source': 'The statement or address of which source?',
  'host.error.showStatement': 'The statement could not be shown.',
} as const;
