export { qrCode } from "./qrCode.ts";
export { DocumentError, renderMarked, renderPdf, type Rendered } from "./render.ts";
