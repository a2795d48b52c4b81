import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "vitest";
import { dbTest } from "#test/harness/index.ts";
import * as contract from "../contract.ts";

dbTest("the manual prints as a book: contents, every clause with its standards, pages counted (1.3.4)", async ({ as }) => {
  for (const [language, clause, page] of [
    ["zh", "2.2.2-3", "页"],
    ["en", "2.2.2-3", "Page"],
  ] as const) {
    const reply = await as.officer.send(contract.printManual, { query: { language } });
    expect(reply.status).toBe(200);
    const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(reply.bytes)), { mergePages: true });
    expect(totalPages).toBeGreaterThan(5);
    expect(text).toContain(clause);
    expect(text).toContain(page);
  }
});
