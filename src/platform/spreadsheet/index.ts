export { readSheets, type SheetFile, type SheetRow } from "./read.ts";
export { writeCsv, writeSheet, type SheetColumn, type SheetContent, type SheetValue } from "./write.ts";
