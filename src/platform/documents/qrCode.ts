import { toString } from "qrcode";

/** A QR code of `text` as SVG, for screens and as data of a template; readable when a fifth of it is smudged. */
export const qrCode = (text: string): Promise<string> => toString(text, { type: "svg", errorCorrectionLevel: "M", margin: 0 });
