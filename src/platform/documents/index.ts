export { qrCode } from "./qrCode.ts";
export { DocumentError, renderPdf } from "./render.ts";
