import type { FileContent } from "#kernel/contract.ts";
import type { Language } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { documentStates, grades } from "../rules.ts";
import { type DocumentFilter, documentPage, type DocumentView } from "./queries.ts";

const mostRows = 20_000;
const rowsAtOnce = 1000;

/** The documents of a filter as an Excel file, newest first. */
export async function documentsAsSheet(ctx: SiteContext, { language, ...filter }: Omit<DocumentFilter, "limit"> & { readonly language: Language }): Promise<FileContent> {
  const rows: DocumentView[] = [];
  for (let cursor: string | undefined; rows.length < mostRows;) {
    const page = await documentPage(ctx, { ...filter, cursor, limit: Math.min(rowsAtOnce, mostRows - rows.length) });
    rows.push(...page.items);
    if (!page.next) break;
    cursor = page.next;
  }
  const said = (zh: string, en: string) => (language === "zh" ? zh : en);
  const bytes = await writeSheet({
    sheet: said("文书", "Documents"),
    columns: [
      { title: said("文书", "Document") },
      { title: said("版次", "Version"), format: "integer" },
      { title: said("对象", "Subject") },
      { title: said("状态", "State") },
      { title: said("出具时间", "Issued"), format: "moment" },
      { title: said("出具人", "Issued by") },
      { title: said("签署人", "Who signs") },
      { title: said("已签署", "Signed by") },
      { title: said("完成时间", "Signed by all"), format: "moment" },
      { title: said("证据等级", "Grade") },
      { title: said("核验码", "Proof code") },
      { title: "SHA-256" },
    ],
    rows: rows.map((document) => [
      document.title[language],
      document.version,
      document.subject.label,
      documentStates[document.state][language],
      document.issuedAt.toZonedDateTimeISO(ctx.zone),
      document.issuedByName,
      document.signers.map(({ name }) => name).join("、"),
      document.signers
        .filter(({ signature }) => signature)
        .map(({ name }) => name)
        .join("、"),
      document.completedAt?.toZonedDateTimeISO(ctx.zone) ?? null,
      document.grade ? grades[document.grade][language] : null,
      document.proofCode,
      document.sealedHash ?? document.hash,
    ]),
  });
  return { name: `documents-${dayAt(ctx, ctx.now).toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
