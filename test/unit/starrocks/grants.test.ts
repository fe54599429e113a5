import assert from 'node:assert/strict';
import { limitations, monitoringGrants } from '../../../src/extension/starrocks/grants';

const statements = (version: string | null, runMode: 'shared_data' | 'shared_nothing' | null) =>
  monitoringGrants({ user: 'bob', version, runMode }).flatMap((part) => part.statements);

describe('grants of a monitoring user', () => {
  it('are those of the old model before 3.0', () => {
    assert.deepEqual(statements('2.5.13-0a1b2c3', 'shared_nothing'), [
      "GRANT NODE_PRIV ON *.* TO 'bob'@'%';",
      "GRANT ADMIN_PRIV ON *.* TO 'bob'@'%';",
      "GRANT SELECT_PRIV ON *.* TO 'bob'@'%';",
    ]);
  });

  it('go through a default role from 3.0 on', () => {
    assert.deepEqual(statements('3.0.9-0a1b2c3', 'shared_data'), [
      'CREATE ROLE IF NOT EXISTS `overview_monitor`;',
      'GRANT OPERATE ON SYSTEM TO ROLE `overview_monitor`;',
      'GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE `overview_monitor`;',
      'GRANT SELECT ON ALL MATERIALIZED VIEWS IN ALL DATABASES TO ROLE `overview_monitor`;',
      'GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE `overview_monitor`;',
      "GRANT `overview_monitor` TO USER 'bob'@'%';",
      "SET DEFAULT ROLE `overview_monitor` TO 'bob'@'%';",
    ]);
  });

  it('add what shared-data has, as the version knows it', () => {
    const usage = (version: string | null, mode: 'shared_data' | 'shared_nothing') =>
      statements(version, mode).filter((sql) => sql.includes('USAGE')).length;
    assert.deepEqual(
      [usage('3.1.0', 'shared_data'), usage('3.10.0', 'shared_data'), usage(null, 'shared_data')],
      [1, 2, 2],
    );
    assert.equal(usage('4.0.0', 'shared_nothing'), 0);
  });

  it('quote a hostile user name', () => {
    const [first] = monitoringGrants({
      user: "x'; DROP TABLE t; --",
      version: '2.5.1',
      runMode: null,
    });
    assert.deepEqual(first?.statements, [
      "GRANT NODE_PRIV ON *.* TO 'x\\'; DROP TABLE t; --'@'%';",
    ]);
  });
});

describe('limited mode', () => {
  const sources = [
    { id: 'frontends', privilege: 'node' },
    { id: 'feConfig', privilege: 'operate' },
    { id: 'sessions', privilege: 'rows' },
    { id: 'clock', privilege: 'none' },
  ] as const;
  const wish = { user: 'bob', version: '4.0.0-0a1b2c3', runMode: null };

  it('is none for who has OPERATE', () => {
    assert.deepEqual(limitations({ operate: true, node: true }, sources, wish), []);
  });

  it('names the sources each missing right keeps, and the statement that gives it', () => {
    const found = limitations({ operate: false, node: false }, sources, wish);
    assert.deepEqual(
      found.map(({ needs, sources: kept, statements: sql }) => [needs, kept, sql[0]]),
      [
        ['node', ['frontends'], "GRANT cluster_admin TO USER 'bob'@'%';"],
        ['operate', ['feConfig'], 'CREATE ROLE IF NOT EXISTS `overview_monitor`;'],
        [
          'rows',
          ['sessions'],
          'GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE `overview_monitor`;',
        ],
      ],
    );
  });

  it('does not claim what could not be told', () => {
    assert.deepEqual(limitations({ operate: null, node: null }, sources, wish), []);
  });
});
