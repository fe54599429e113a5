import assert from 'node:assert/strict';
import { limitations, monitoringGrants } from '../../../src/extension/starrocks/grants';
import { statementsOf } from '../../../src/shared/model/limitation';

const statements = (version: string | null, runMode: 'shared_data' | 'shared_nothing' | null) =>
  monitoringGrants({ user: 'bob', host: null, version, runMode }).flatMap(
    (part) => part.statements,
  );

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
      "SET DEFAULT ROLE ALL TO 'bob'@'%';",
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

  it('are for the identity that the cluster names, be it a host or a domain', () => {
    const to = (host: string, isDomain: boolean) =>
      monitoringGrants({
        user: 'bob',
        host: { host, isDomain },
        version: '2.5.1',
        runMode: null,
      })[0]?.statements;
    assert.deepEqual(to('10.%', false), ["GRANT NODE_PRIV ON *.* TO 'bob'@'10.%';"]);
    assert.deepEqual(to('ops.example', true), ["GRANT NODE_PRIV ON *.* TO 'bob'@['ops.example'];"]);
  });

  it('quote a hostile user name', () => {
    const [first] = monitoringGrants({
      user: "x'; DROP TABLE t; --",
      host: null,
      version: '2.5.1',
      runMode: null,
    });
    assert.deepEqual(first?.statements, [
      "GRANT NODE_PRIV ON *.* TO 'x\\'; DROP TABLE t; --'@'%';",
    ]);
  });
});

describe('limited mode', () => {
  const wish = { user: 'bob', host: null, version: '4.0.0-0a1b2c3', runMode: null };
  const frontends = { id: 'frontends', privilege: 'node', modules: ['nodes', 'health'] } as const;
  const feConfig = { id: 'feConfig', privilege: 'operate', modules: ['compaction'] } as const;
  const partitions = { id: 'partitions', privilege: 'rows', modules: ['compaction'] } as const;

  it('is none while nothing is denied, or for want of no right of ours', () => {
    assert.deepEqual(limitations([], wish), []);
    assert.deepEqual(limitations([{ id: 'clock', privilege: 'none', modules: [] }], wish), []);
  });

  it('names the sources and modules each missing right keeps, in the order of the page', () => {
    assert.deepEqual(
      limitations([frontends], wish).map(({ needs, sources, modules }) => [
        needs,
        sources,
        modules,
      ]),
      [['node', ['frontends'], ['health', 'nodes']]],
    );
  });

  it('asks for one right less where OPERATE is as good as NODE', () => {
    const found = limitations([frontends, feConfig], wish);

    assert.deepEqual(
      found.map(({ needs, sources }) => [needs, sources]),
      [['operate', ['frontends', 'feConfig']]],
    );
    assert.deepEqual(
      found[0]?.alsoAllows.map(({ id }) => id),
      ['grants.alsoAllows.operate', 'grants.alsoAllows.allRoles'],
    );
  });

  it('gives each right by statements that work alone', () => {
    assert.deepEqual(limitations([partitions], wish)[0]?.statements, [
      'CREATE ROLE IF NOT EXISTS `overview_monitor`;',
      'GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE `overview_monitor`;',
      'GRANT SELECT ON ALL MATERIALIZED VIEWS IN ALL DATABASES TO ROLE `overview_monitor`;',
      'GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE `overview_monitor`;',
      "GRANT `overview_monitor` TO USER 'bob'@'%';",
      "SET DEFAULT ROLE ALL TO 'bob'@'%';",
    ]);
    assert.deepEqual(limitations([frontends], wish)[0]?.statements, [
      "GRANT cluster_admin TO USER 'bob'@'%';",
      "SET DEFAULT ROLE ALL TO 'bob'@'%';",
    ]);
  });

  it('says what the old rights allow where those are granted', () => {
    const old = limitations([feConfig, partitions], { ...wish, version: '2.5.13-0a1b2c3' });

    assert.deepEqual(
      old.map(({ statements: sql, alsoAllows }) => [sql, ...alsoAllows.map(({ id }) => id)]),
      [
        [["GRANT ADMIN_PRIV ON *.* TO 'bob'@'%';"], 'grants.old.alsoAllows.operate'],
        [["GRANT SELECT_PRIV ON *.* TO 'bob'@'%';"], 'grants.old.alsoAllows.rows'],
      ],
    );
  });

  it('gives several rights with each statement once', () => {
    const all = statementsOf(limitations([feConfig, partitions], wish));

    assert.equal(all.length, new Set(all).size);
    assert.deepEqual([...all].sort(), [...statements('4.0.0-0a1b2c3', 'shared_nothing')].sort());
  });
});
