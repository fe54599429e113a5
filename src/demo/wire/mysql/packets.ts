/**
 * Packets of the MySQL protocol as the FE writes them. Own code, not a driver's: the client under
 * test must not be able to share a mistake with the server it talks to.
 */

/** MySQL type codes the FE uses. */
export const TYPE = {
  tiny: 1,
  long: 3,
  double: 5,
  longlong: 8,
  datetime: 12,
  varString: 253,
  string: 254,
} as const;

export type WireColumn = {
  readonly name: string;
  readonly type: number;
  /** 33 utf8 for text, 63 binary for all else (and for ARRAY, MAP, STRUCT). */
  readonly charset: 33 | 63;
  readonly length: number;
};

export type WireCell = string | null;

const MAX_PAYLOAD = 0xff_ff_ff;

function lengthEncoded(value: number): Buffer {
  if (value < 0xfb) {
    return Buffer.from([value]);
  }
  if (value < 0x1_00_00) {
    const buffer = Buffer.alloc(3);
    buffer[0] = 0xfc;
    buffer.writeUInt16LE(value, 1);
    return buffer;
  }
  if (value < 0x1_00_00_00) {
    const buffer = Buffer.alloc(4);
    buffer[0] = 0xfd;
    buffer.writeUIntLE(value, 1, 3);
    return buffer;
  }
  const buffer = Buffer.alloc(9);
  buffer[0] = 0xfe;
  buffer.writeBigUInt64LE(BigInt(value), 1);
  return buffer;
}

/** A string as length and real UTF-8 bytes (emoji are four bytes, not a surrogate pair). */
function lengthEncodedText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([lengthEncoded(bytes.length), bytes]);
}

export function okPacket(): Buffer {
  return Buffer.from([0x00, 0, 0, 0, 0, 0, 0]);
}

export function eofPacket(): Buffer {
  return Buffer.from([0xfe, 0, 0, 0, 0]);
}

export function errorPacket(code: number, sqlState: string, message: string): Buffer {
  const head = Buffer.alloc(9);
  head[0] = 0xff;
  head.writeUInt16LE(code, 1);
  head.write(`#${sqlState}`, 3, 'latin1');
  return Buffer.concat([head, Buffer.from(message, 'utf8')]);
}

export function columnPacket(column: WireColumn): Buffer {
  const tail = Buffer.alloc(13);
  tail[0] = 0x0c;
  tail.writeUInt16LE(column.charset, 1);
  tail.writeUInt32LE(column.length, 3);
  tail[7] = column.type;
  const empty = lengthEncodedText('');
  const name = lengthEncodedText(column.name);
  return Buffer.concat([lengthEncodedText('def'), empty, empty, empty, name, name, tail]);
}

export function rowPacket(cells: readonly WireCell[]): Buffer {
  return Buffer.concat(
    cells.map((cell) => (cell === null ? Buffer.from([0xfb]) : lengthEncodedText(cell))),
  );
}

/** A whole text result: column count, definitions, EOF, rows, EOF. */
export function resultPackets(
  columns: readonly WireColumn[],
  rows: readonly (readonly WireCell[])[],
): readonly Buffer[] {
  return [
    lengthEncoded(columns.length),
    ...columns.map(columnPacket),
    eofPacket(),
    ...rows.map(rowPacket),
    eofPacket(),
  ];
}

/** Payloads with their headers, numbered from `sequence`; long ones are split. */
export function framed(payloads: readonly Buffer[], sequence: number): Buffer {
  const parts: Buffer[] = [];
  let number = sequence;
  for (const payload of payloads) {
    for (let offset = 0; ; offset += MAX_PAYLOAD) {
      const piece = payload.subarray(offset, offset + MAX_PAYLOAD);
      const header = Buffer.alloc(4);
      header.writeUIntLE(piece.length, 0, 3);
      header[3] = number & 0xff;
      number += 1;
      parts.push(header, piece);
      if (piece.length < MAX_PAYLOAD) {
        break;
      }
    }
  }
  return Buffer.concat(parts);
}

export type Packet = { readonly sequence: number; readonly payload: Buffer };

/** Cuts a byte stream into packets. */
export class PacketReader {
  private pending: Buffer = Buffer.alloc(0);
  private partial: Buffer[] = [];

  push(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
  }

  /** The next whole packet, if there is one. */
  next(): Packet | undefined {
    while (this.pending.length >= 4) {
      const length = this.pending.readUIntLE(0, 3);
      if (this.pending.length < 4 + length) {
        return undefined;
      }
      const sequence = this.pending.readUInt8(3);
      this.partial.push(this.pending.subarray(4, 4 + length));
      this.pending = this.pending.subarray(4 + length);
      if (length < MAX_PAYLOAD) {
        const payload = Buffer.concat(this.partial);
        this.partial = [];
        return { sequence, payload };
      }
    }
    return undefined;
  }

  /** Bytes behind the packets read so far. */
  rest(): Buffer {
    return this.pending;
  }
}
