import { generateSecret, generateURI, verify } from "otplib";
import { toString } from "qrcode";

export const newTotpSecret = (): string => generateSecret();

/** What an authenticator scans: the address, and the same as an SVG picture in a data URL. */
export async function totpEnrolment(secret: string, issuer: string, label: string): Promise<{ uri: string; qr: string }> {
  const uri = generateURI({ secret, issuer, label });
  const svg = await toString(uri, { type: "svg", errorCorrectionLevel: "M", margin: 2 });
  return { uri, qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}` };
}

/** How far the clock of a phone may be off. */
const toleranceSeconds = 15;

/** The time step that `code` belongs to if it is right at `now` and later than `lastStep`, the last one accepted; else undefined. */
export async function acceptedStep(secret: string, code: string, now: Temporal.Instant, lastStep: number): Promise<number | undefined> {
  const epoch = Math.floor(now.epochMilliseconds / 1000);
  const result = await verify({ secret, token: code, epoch, epochTolerance: toleranceSeconds });
  return result.valid && "timeStep" in result && result.timeStep > lastStep ? result.timeStep : undefined;
}
