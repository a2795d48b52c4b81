export { readSheets, type SheetFile, type SheetRow } from "./read.ts";
export { writeCsv, writeSheet, writeSheets, type SheetColumn, type SheetContent, type SheetValue } from "./write.ts";
