/** Who uses the made-up company's cluster, and what they ask it. */
import type { ResourceGroupState } from '../truthJobs';
import type { UserState } from '../truth';

export const RESOURCE_GROUPS: readonly ResourceGroupState[] = [
  {
    id: 3,
    name: 'default_mv_wg',
    cpuWeight: 1,
    memLimitPct: 80,
    concurrencyLimit: null,
    classifiers: ['(id=0, weight=0.0)'],
  },
  {
    id: 2,
    name: 'default_wg',
    cpuWeight: 32,
    memLimitPct: 100,
    concurrencyLimit: null,
    classifiers: ['(id=0, weight=0.0)'],
  },
  {
    id: 10_017,
    name: 'bi_group',
    cpuWeight: 8,
    memLimitPct: 40,
    concurrencyLimit: 30,
    classifiers: [
      '(id=10018, weight=1.1, user=bi_reader)',
      '(id=10019, weight=1.1, user=dashboards)',
    ],
  },
];

const NATIVE = {
  plugin: 'mysql_native_password',
  maxConnections: 1024,
  sessionVariables: {},
} as const;

/** Users a client may log in as. The people below own the simulated sessions. */
export const USERS: readonly UserState[] = [
  {
    name: 'root',
    password: 'demo-root',
    ...NATIVE,
    roles: ['root'],
    system: ['OPERATE', 'NODE', 'GRANT', 'BLACKLIST', 'REPOSITORY'],
    databases: 'all',
    warehouses: true,
  },
  {
    name: 'monitor',
    password: 'demo-monitor',
    ...NATIVE,
    roles: ['monitor'],
    system: ['OPERATE'],
    databases: 'all',
    warehouses: true,
  },
  {
    name: 'node_only',
    password: 'demo-node',
    ...NATIVE,
    roles: ['cluster_admin'],
    system: ['NODE'],
    databases: [],
    warehouses: true,
  },
  {
    name: 'nobody',
    password: 'demo-nobody',
    ...NATIVE,
    roles: [],
    system: [],
    databases: [],
    warehouses: false,
  },
  {
    name: 'sales_only',
    password: 'demo-sales',
    ...NATIVE,
    roles: ['monitor_sales'],
    system: ['OPERATE'],
    databases: ['sales'],
    warehouses: true,
  },
  {
    name: 'ldap',
    password: 'demo-ldap',
    ...NATIVE,
    plugin: 'mysql_clear_password',
    roles: ['monitor'],
    system: ['OPERATE'],
    databases: 'all',
    warehouses: true,
  },
];

export type Person = {
  readonly user: string;
  readonly sessions: number;
  readonly from: string;
  readonly database: string;
  readonly group: string;
};

export const PEOPLE: readonly [Person, ...Person[]] = [
  { user: 'bi_reader', sessions: 11, from: '10.30.4.', database: 'sales', group: 'bi_group' },
  { user: 'dashboards', sessions: 7, from: '10.30.5.', database: 'events', group: 'bi_group' },
  { user: 'etl', sessions: 4, from: '10.30.9.', database: 'sales', group: 'default_wg' },
  { user: 'alice', sessions: 2, from: '10.31.0.', database: 'finance', group: 'default_wg' },
  { user: '小李', sessions: 1, from: '10.31.7.', database: '门店', group: 'default_wg' },
];

export type Statement = { readonly database: string; readonly sql: string };

/** What long-running queries ask. */
export const LONG_QUERIES: readonly [Statement, ...Statement[]] = [
  {
    database: 'sales',
    sql: "SELECT region, sum(amount) AS revenue FROM orders WHERE dt BETWEEN '2026-01-01' AND '2026-06-30' GROUP BY region ORDER BY revenue DESC",
  },
  {
    database: 'events',
    sql: 'SELECT url, count(DISTINCT visitor_id) FROM page_views WHERE dt >= date_sub(now(), INTERVAL 7 DAY) GROUP BY url LIMIT 500',
  },
  {
    database: 'sales',
    sql: 'INSERT INTO sales.order_items_enriched SELECT i.*, o.region FROM order_items i JOIN orders o ON i.order_id = o.id',
  },
  {
    database: 'finance',
    sql: "SELECT account, sum(debit) - sum(credit) AS balance FROM ledger WHERE booked_at < '2026-07-01' GROUP BY account HAVING balance <> 0",
  },
  {
    database: 'events',
    sql: "SELECT /* funnel */ step, count(*) FROM clicks c JOIN page_views v USING (session_id) WHERE v.country = 'DE' GROUP BY step",
  },
  {
    database: '门店',
    sql: 'SELECT 门店编号, sum(数量) AS 库存 FROM 库存快照 WHERE 日期 = curdate() GROUP BY 门店编号 ORDER BY 库存 DESC',
  },
  {
    database: 'sandbox',
    sql: "SELECT emoji, count(*) FROM `emoji_reactions_😀` WHERE note LIKE '%<script>alert(1)</script>%' GROUP BY emoji",
  },
];

/** What short statements ask. */
export const SHORT_QUERIES: readonly [Statement, ...Statement[]] = [
  {
    database: 'sales',
    sql: 'SELECT count(*) FROM orders WHERE created_at > now() - INTERVAL 1 HOUR',
  },
  { database: 'sales', sql: 'SELECT * FROM orders WHERE id = 88123345' },
  {
    database: 'events',
    sql: 'SELECT country, count(*) FROM clicks GROUP BY country ORDER BY 2 DESC LIMIT 10',
  },
  {
    database: 'finance',
    sql: "SELECT rate FROM fx_rates WHERE currency = 'EUR' ORDER BY at DESC LIMIT 1",
  },
  { database: '门店', sql: 'SELECT * FROM 库存快照 LIMIT 20' },
];
