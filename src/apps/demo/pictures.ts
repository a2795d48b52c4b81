import { crc32, deflateSync } from "node:zlib";

// Small pictures for the demo, drawn here: no photo of anybody's is shipped.

type Paint = (x: number, y: number) => readonly [number, number, number];

/** A wall, floor or ceiling under a lamp, with a crack where `isBroken`. The same `seed` gives the same picture. */
export function pictureOfSurface({ seed, isBroken }: { readonly seed: number; readonly isBroken: boolean }): Uint8Array {
  const [width, height] = [320, 240];
  const ground = [200 + ((seed * 7) % 40), 190 + ((seed * 13) % 45), 175 + ((seed * 29) % 60)] as const;
  const crackAt = (y: number): number => 110 + (seed % 90) + Math.round(18 * Math.sin(y / 17 + seed) + 7 * Math.sin(y / 5 + seed * 2));
  return png(width, height, (x, y) => {
    const joint = x % 80 === 0 || y % 80 === 0 ? 22 : 0;
    const light = Math.round(38 * (1 - Math.hypot(x - 160, y - 40) / 240));
    const crack = isBroken && y > 30 && y < 210 && Math.abs(x - crackAt(y)) <= 1 + (y % 3) ? 120 : 0;
    return [ground[0] + light - joint - crack, ground[1] + light - joint - crack, ground[2] + light - joint - crack];
  });
}

/** A hand's stroke on white. */
export function pictureOfSignature(seed: number): Uint8Array {
  const wave = (x: number): number => 60 + 26 * Math.sin(x / (9 + (seed % 5)) + seed) + 12 * Math.sin(x / 23 + seed * 3);
  return png(300, 120, (x, y) => (x > 24 && x < 276 && Math.abs(y - wave(x)) < 2.2 + Math.abs(wave(x) - wave(x - 1)) ? [20, 24, 60] : [255, 255, 255]));
}

function png(width: number, height: number, paint: Paint): Uint8Array {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) paint(x, y).forEach((value, band) => rows.writeUInt8(Math.max(0, Math.min(255, value)), y * (1 + width * 3) + 1 + x * 3 + band));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "ascii"), content]);
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, check]);
}
