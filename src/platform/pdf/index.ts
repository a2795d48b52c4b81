export { certificateFacts, type CertificateFacts, exportKey, importKey, makeIdentity, type SigningIdentity } from "./certificate.ts";
export { Pkcs12Error, type Pkcs12Fault, readPkcs12 } from "./pkcs12.ts";
export { isAsSigned, type SealOptions, sealPdf, type SignatureFinding, whatSigned } from "./sign.ts";
export { readPdf } from "./file.ts";
