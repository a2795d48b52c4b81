import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const spreadsheetProblems = problems("spreadsheet", {
  empty: { status: 422, words: words("文件是空的", "The file is empty") },
  oldFormat: {
    status: 422,
    words: words("这是旧版 .xls 文件。请在 Excel 或 WPS 中另存为 .xlsx 或 CSV 后再上传", "This is an old .xls file. Save it as .xlsx or CSV in Excel or WPS and upload that"),
  },
  encrypted: {
    status: 422,
    words: words("文件有打开密码。请去掉密码后再上传", "The file is protected by a password. Remove the password and upload it again"),
  },
  notASpreadsheet: {
    status: 422,
    words: words("这不是 Excel（.xlsx）或 CSV 文件", "This is not an Excel (.xlsx) or CSV file"),
  },
  broken: {
    status: 422,
    words: words("文件已损坏，无法读取。请重新导出后再上传", "The file is damaged and cannot be read. Export it again and upload the new file"),
  },
  tooLarge: {
    status: 422,
    words: words("表格太大：最多 {rows} 行、{columns} 列。请拆分后分次上传", "The sheet is too large: at most {rows} rows and {columns} columns. Split it and upload the parts"),
  },
});
