import assert from 'node:assert/strict';
import {
  classifyFailure,
  isConnectionLimit,
  isConnectionLost,
  isFatalForLane,
  isLoginRefused,
} from '../../../src/extension/starrocks/classifyFailure';
import {
  CancelledError,
  DeadlineError,
  HttpStatusError,
  MalformedAnswer,
  NoCredentialsError,
  NotAskedError,
} from '../../../src/extension/starrocks/failures';
import type { UnknownReason } from '../../../src/shared/reading';

const server = (errno: number, message: string): Error =>
  Object.assign(new Error(message), { errno });
const system = (code: string, message = `connect ${code}`): Error =>
  Object.assign(new Error(message), { code, errno: -111, syscall: 'connect' });

const noPrivilege =
  'Access denied; you need (at least one of) the OPERATE privilege(s) on SYSTEM for this operation. Please ask the admin to grant permission(s)';

const table: readonly (readonly [string, unknown, UnknownReason])[] = [
  ['refused', system('ECONNREFUSED'), 'unreachable'],
  [
    'refused on all addresses of a name',
    new AggregateError([system('ECONNREFUSED')], ''),
    'unreachable',
  ],
  ['DNS', system('ENOTFOUND'), 'unreachable'],
  ['DNS server away', system('EAI_AGAIN'), 'unreachable'],
  ['no route', system('EHOSTUNREACH'), 'unreachable'],
  ['TCP gave up', system('ETIMEDOUT'), 'unreachable'],
  ['reset', system('ECONNRESET'), 'unreachable'],
  [
    'connection lost',
    Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }),
    'unreachable',
  ],
  [
    'closed before',
    Object.assign(new Error("Can't add new command when connection is in closed state"), {
      fatal: true,
    }),
    'unreachable',
  ],
  [
    'TLS certificate',
    system('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
    'unreachable',
  ],
  ['TLS name', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'unreachable'],
  ['TLS handshake', system('HANDSHAKE_SSL_ERROR'), 'unreachable'],
  ['no TLS offered', system('HANDSHAKE_NO_SSL_SUPPORT'), 'unreachable'],
  [
    'TLS demanded',
    server(5205, 'Connections using insecure transport are prohibited'),
    'unreachable',
  ],
  [
    'no living BE',
    server(1064, 'Backend node not found. Check if any backend node is down. backend: []'),
    'unreachable',
  ],
  [
    'no living CN',
    server(1064, 'Compute node not found. Check if any compute node is down.'),
    'unreachable',
  ],
  [
    'empty warehouse',
    server(5905, 'No alive backend or compute node in warehouse default_warehouse.'),
    'unreachable',
  ],
  ['black hole', new DeadlineError('connect', 'no connection to a:9030 within 3 s'), 'unreachable'],
  ['no greeting', new DeadlineError('greeting', 'no MySQL greeting'), 'timeout'],
  ['our deadline', new DeadlineError('answer', 'no answer'), 'timeout'],
  ['no lane in time', new DeadlineError('waiting', 'no free connection'), 'timeout'],
  [
    '5024',
    server(
      5024,
      "Query reached its timeout of 300 seconds, please increase the 'query_timeout' session variable",
    ),
    'timeout',
  ],
  [
    '5024, D23',
    server(5024, 'Query timeout. Increase the query_timeout session variable'),
    'timeout',
  ],
  ['5203', server(5203, noPrivilege), 'denied'],
  ['1252', server(1252, noPrivilege), 'denied'],
  ['1227', server(1227, noPrivilege), 'denied'],
  ['the words under another number', server(1064, noPrivilege), 'denied'],
  ['Ranger', server(5204, 'Access denied; you need'), 'denied'],
  ['HTTP 401', new HttpStatusError(401, 'Unauthorized'), 'denied'],
  ['HTTP 403', new HttpStatusError(403), 'denied'],
  ['HTTP 404', new HttpStatusError(404, 'Not Found'), 'unsupported-version'],
  ['HTTP 500', new HttpStatusError(500), 'failed'],
  [
    'unknown table',
    server(
      5502,
      "Getting analyzing error. Detail message: Unknown table 'information_schema.partitions_meta'.",
    ),
    'unsupported-version',
  ],
  [
    'unknown table, D23',
    server(
      1051,
      "Getting analyzing error. Detail message: Unknown table 'information_schema.partitions_meta'.",
    ),
    'unsupported-version',
  ],
  [
    'unknown column',
    server(
      1064,
      "Getting analyzing error at line 1, column 7. Detail message: Column 'MAX_CS' cannot be resolved.",
    ),
    'unsupported-version',
  ],
  [
    'unknown path',
    server(
      1064,
      'Getting analyzing error. Detail message: Unknown proc node path: /global_current_queries. msg: Cannot find path: /global_current_queries.',
    ),
    'unsupported-version',
  ],
  [
    'newer syntax',
    server(
      1064,
      "Getting syntax error at line 1, column 5. Detail message: Unexpected input 'COMPUTE', the most similar input is {<EOF>}.",
    ),
    'unsupported-version',
  ],
  [
    'unknown variable',
    server(1193, "Unknown system variable 'x', the most similar variables are {y}"),
    'unsupported-version',
  ],
  [
    'other run mode',
    server(5907, 'unsupported statement in shared_nothing mode'),
    'not-applicable',
  ],
  ['malformed', new MalformedAnswer('no column Alive in the answer'), 'malformed'],
  [
    'not HTTP',
    Object.assign(new Error('Parse Error'), { code: 'HPE_INVALID_CONSTANT' }),
    'malformed',
  ],
  [
    'packets in disorder',
    Object.assign(new Error('?'), { code: 'PROTOCOL_PACKETS_OUT_OF_ORDER' }),
    'malformed',
  ],
  [
    'blacklisted SQL',
    server(5202, 'Access denied; This sql is in blacklist, please contact your admin'),
    'failed',
  ],
  [
    'connection limit',
    server(1064, 'Reach cluster-wide connection limit, qe_max_connection=4096'),
    'failed',
  ],
  ['any other error', server(1064, 'Sending collect query statistics request fails'), 'failed'],
  ['not even an error', 'oops', 'failed'],
  [
    'wrong password',
    server(1045, "Access denied for user 'bob' (using password: YES)"),
    'no-credentials',
  ],
  [
    'no login chain',
    server(5208, 'Access denied; No authentication was successful'),
    'no-credentials',
  ],
  [
    'no password',
    new NoCredentialsError('no password is stored for this cluster'),
    'no-credentials',
  ],
  ['switched off', new NotAskedError('disabled', 'HTTP is switched off'), 'disabled'],
  ['nobody wants it any more', new CancelledError(), 'not-collected-yet'],
];

describe('classifyFailure', () => {
  for (const [what, error, why] of table) {
    it(`takes "${what}" for ${why}`, () => {
      assert.equal(classifyFailure(error).why, why);
    });
  }

  it('keeps the words of the server on one line of at most 300 characters', () => {
    const { message } = classifyFailure(server(1064, `first\n  second\t${'x'.repeat(400)}`));

    assert.equal(message.length, 300);
    assert.ok(message.startsWith('first second x'));
    assert.ok(message.endsWith('…'));
  });

  it('removes secrets from the words', () => {
    const { message } = classifyFailure(server(1064, "near 'IDENTIFIED BY 'geheim''"), ['geheim']);

    assert.ok(!message.includes('geheim'));
  });

  it('uses the words of the first address when a name has several', () => {
    assert.equal(
      classifyFailure(new AggregateError([system('ECONNREFUSED')], '')).message,
      'connect ECONNREFUSED',
    );
  });
});

describe('isFatalForLane', () => {
  it('keeps a lane after an error of the server, and drops it after everything else', () => {
    assert.equal(isFatalForLane(server(5203, noPrivilege)), false);
    assert.equal(isFatalForLane(new MalformedAnswer('x')), false);
    assert.equal(isFatalForLane(new DeadlineError('answer', 'x')), true);
    assert.equal(isFatalForLane(new CancelledError()), true);
    assert.equal(isFatalForLane(system('ECONNRESET')), true);
    assert.equal(isFatalForLane(Object.assign(server(1045, 'x'), { fatal: true })), true);
  });
});

describe('what a connection failed of', () => {
  it('knows the limits of connections by their words', () => {
    assert.ok(
      isConnectionLimit(
        server(1064, 'Reach cluster-wide connection limit, qe_max_connection=4096'),
      ),
    );
    assert.ok(
      isConnectionLimit(
        server(1064, 'Reach user-level(qualifiedUser: u) connection limit, currentUserMaxConn=2'),
      ),
    );
    assert.ok(isConnectionLimit(server(1064, 'Reach limit of connections')));
    assert.ok(!isConnectionLimit(server(1064, 'Reached its timeout')));
  });

  it('knows refused logins and lost connections', () => {
    assert.ok(isLoginRefused(server(1045, 'x')));
    assert.ok(!isLoginRefused(server(5203, 'x')));
    assert.ok(isConnectionLost(system('ECONNRESET')));
    assert.ok(!isConnectionLost(system('ECONNREFUSED')));
  });
});
