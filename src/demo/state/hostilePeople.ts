/** The made-up company's hostile twin: names and statements that attack who shows them. */
import type { Person, Statement } from './people';

const LONG = 'x'.repeat(230);

/** Names as each reader could fall for them: HTML, Markdown, SQL, templates, objects, terminals. */
export const HOSTILE = {
  html: '<img src=x onerror="alert(1)">',
  script: '</script><script>alert(1)</script>',
  markdown: '[click **me**](command:workbench.action.quit) | `code` $(sync~spin)',
  backticks: '`x``; DROP TABLE `y`; --',
  quotes: `o'hara "the" \\'s`,
  emoji: '😀👩‍👩‍👧‍👦 🏴‍☠️',
  // Right-to-left override: what follows is shown reversed.
  rightToLeft: 'report\u202Egnp.exe \u0627\u0644\u0639\u0631\u0628\u064A\u0629',
  lines: 'first line\nsecond line\r\n\tthird',
  long: `long_${LONG}`,
  member: '__proto__',
  template: '${env:HOME} {0} %s {{constructor}}',
} as const;

export const HOSTILE_PEOPLE: readonly [Person, ...Person[]] = [
  { user: HOSTILE.html, sessions: 11, from: '10.30.4.', database: HOSTILE.script, group: 'g' },
  { user: HOSTILE.quotes, sessions: 7, from: '10.30.5.', database: HOSTILE.markdown, group: 'g' },
  {
    user: 'constructor',
    sessions: 4,
    from: `<b>${LONG}</b>.`,
    database: HOSTILE.script,
    group: HOSTILE.html,
  },
  { user: HOSTILE.long, sessions: 2, from: '10.31.0.', database: HOSTILE.lines, group: 'g' },
  {
    user: HOSTILE.rightToLeft,
    sessions: 1,
    from: '10.31.7.',
    database: HOSTILE.backticks,
    group: HOSTILE.long,
  },
];

export const HOSTILE_LONG_QUERIES: readonly [Statement, ...Statement[]] = [
  { database: HOSTILE.script, sql: `SELECT '${HOSTILE.script}' FROM t -- ${HOSTILE.markdown}` },
  { database: HOSTILE.markdown, sql: `SELECT 1;\n\`\`\`\n# heading\n${HOSTILE.html}` },
  { database: HOSTILE.lines, sql: `SELECT "${HOSTILE.rightToLeft}", '${HOSTILE.emoji}' FROM t` },
  { database: HOSTILE.backticks, sql: `INSERT INTO t SELECT '${HOSTILE.long.repeat(40)}'` },
  { database: HOSTILE.backticks, sql: `SELECT '${HOSTILE.template}', '\u001b[31mred\u0000'` },
];

export const HOSTILE_SHORT_QUERIES: readonly [Statement, ...Statement[]] = [
  { database: HOSTILE.script, sql: HOSTILE.script },
  { database: HOSTILE.lines, sql: `/* ${HOSTILE.lines} */ SELECT '${HOSTILE.quotes}'` },
];
