/** The FE's side of the MySQL login: greeting, client's answer, passwords. */
import { createHash } from 'node:crypto';
import type { AuthPlugin, UserState } from '../../truth';

const CAPABILITY = {
  longFlag: 0x4,
  connectWithDb: 0x8,
  protocol41: 0x200,
  ssl: 0x800,
  secureConnection: 0x8000,
  pluginAuth: 0x8_0000,
  connectAttrs: 0x10_0000,
  pluginAuthLenenc: 0x20_0000,
} as const;

/** What the FE of June 2025 announces: classic EOF packets, no compression; TLS with a keystore. */
const SERVER_CAPABILITIES =
  CAPABILITY.longFlag |
  CAPABILITY.connectWithDb |
  CAPABILITY.protocol41 |
  CAPABILITY.secureConnection |
  CAPABILITY.pluginAuth |
  CAPABILITY.connectAttrs |
  CAPABILITY.pluginAuthLenenc;

const UTF8_GENERAL_CI = 33;
const NATIVE_PASSWORD: AuthPlugin = 'mysql_native_password';

export function greeting(
  serverVersion: string,
  connectionId: number,
  salt: Buffer,
  offersTls: boolean,
): Buffer {
  const capabilities = SERVER_CAPABILITIES | (offersTls ? CAPABILITY.ssl : 0);
  const fixed = Buffer.alloc(4);
  fixed.writeUInt32LE(connectionId >>> 0);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(capabilities & 0xffff, 0);
  tail[2] = UTF8_GENERAL_CI;
  tail.writeUInt16LE(0, 3);
  tail.writeUInt16LE(capabilities >>> 16, 5);
  tail[7] = 21;
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from(`${serverVersion}\0`, 'latin1'),
    fixed,
    salt.subarray(0, 8),
    Buffer.from([0]),
    tail,
    salt.subarray(8, 20),
    Buffer.from(`\0${NATIVE_PASSWORD}\0`, 'latin1'),
  ]);
}

export type Login = {
  readonly user: string;
  readonly token: Buffer;
  readonly database: string;
  readonly plugin: string;
  readonly wantsTls: boolean;
};

/** The client's answer to the greeting (protocol 4.1). Throws on anything else. */
export function parseLogin(payload: Buffer): Login {
  const flags = payload.readUInt32LE(0);
  if ((flags & CAPABILITY.ssl) !== 0 && payload.length === 32) {
    return { user: '', token: Buffer.alloc(0), database: '', plugin: '', wantsTls: true };
  }
  let offset = 32;
  const text = (): string => {
    const end = payload.indexOf(0, offset);
    const stop = end < 0 ? payload.length : end;
    const value = payload.toString('utf8', offset, stop);
    offset = stop + 1;
    return value;
  };
  const user = text();
  const length = payload.readUInt8(offset);
  const token = payload.subarray(offset + 1, offset + 1 + length);
  offset += 1 + length;
  const database = (flags & CAPABILITY.connectWithDb) !== 0 ? text() : '';
  const plugin = (flags & CAPABILITY.pluginAuth) !== 0 ? text() : '';
  return { user, token, database, plugin, wantsTls: false };
}

/** Asks the client to log in with another plugin than it announced. */
export function authSwitch(plugin: AuthPlugin, salt: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0xfe]),
    Buffer.from(`${plugin}\0`, 'latin1'),
    salt,
    Buffer.from([0]),
  ]);
}

/** Whether the client's token proves that it knows the user's password. */
export function provesPassword(user: UserState, token: Buffer, salt: Buffer): boolean {
  return token.equals(
    user.plugin === 'mysql_clear_password'
      ? Buffer.from(`${user.password}\0`, 'utf8')
      : nativePasswordToken(user.password, salt),
  );
}

/** What a client that knows the password sends for this salt. */
function nativePasswordToken(password: string, salt: Buffer): Buffer {
  if (password === '') {
    return Buffer.alloc(0);
  }
  const sha1 = (...parts: readonly Buffer[]): Buffer => {
    const hash = createHash('sha1');
    for (const part of parts) {
      hash.update(part);
    }
    return hash.digest();
  };
  const stage1 = sha1(Buffer.from(password, 'utf8'));
  const mask = sha1(salt, sha1(stage1));
  return Buffer.from(stage1.map((byte, index) => byte ^ (mask[index] ?? 0)));
}
