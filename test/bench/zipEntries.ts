export type ZipEntry = {
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
};

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endLength = 22;
const entryLength = 46;

/** The table of contents of a ZIP file (no ZIP64). */
export function zipEntries(zip: Buffer): readonly ZipEntry[] {
  let end = zip.length - endLength;
  while (end >= 0 && zip.readUInt32LE(end) !== endSignature) {
    end -= 1;
  }
  if (end < 0) {
    throw new Error('this is no ZIP file');
  }
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === entrySignature) {
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push({
      packedBytes: zip.readUInt32LE(at + 20),
      bytes: zip.readUInt32LE(at + 24),
      name: zip.toString('utf8', at + entryLength, at + entryLength + nameLength),
    });
    at += entryLength + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
