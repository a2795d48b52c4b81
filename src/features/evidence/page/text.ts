import { words } from "#kernel/words.ts";

export const text = {
  title: words("纸质记录核验", "Check a printed record"),
  product: words("楼诺", "Towerkeep"),
  lead: words("输入纸上的核验码，查看本系统对这份记录的存证。无需登录。", "Enter the code on the paper to see what this system keeps of the record. No sign-in needed."),
  code: words("核验码", "Proof code"),
  check: words("核验", "Check"),
  unknown: words(
    "没有这个核验码。请逐个字符对照纸上的核验码；数字 0、1 不会写作字母 O、I、L。",
    "This code is unknown. Compare it with the paper character by character; it has no letters O, I or L.",
  ),
  document: words("文件", "Document"),
  version: words("版次", "Version"),
  issuedAt: words("出具时间", "Issued"),
  onPaper: words("纸上应当写着", "The paper should say"),
  differs: words("如与纸上不符，请以本页为准，并联系出具单位。", "Where the paper differs, this page is right; please contact whoever issued it."),
  file: words("核对电子文件", "Check a file"),
  fileLead: words(
    "选择或拖入 PDF 文件，本页在您的设备上计算其 SHA-256 并比对，文件不会上传。",
    "Choose or drop the PDF. Its SHA-256 is computed and compared on your device; nothing is uploaded.",
  ),
  choose: words("选择文件", "Choose a file"),
  same: words("一致：这就是出具时的文件。", "The same: this is the file that was issued."),
  other: words("不一致：这不是本核验码下出具过的文件。", "Different: this is not a file issued under this code."),
  insecure: words("浏览器只在 https 地址下提供此功能。", "Browsers offer this only at an https address."),
  how: words(
    "如何判断：记录写入后不可更改，按批次封存为哈希树，各批首尾相连。本页刚刚重新计算了这份记录及其所依据的全部记录的哈希、所在封存与封存链。",
    "How this is judged: records cannot be changed once written; they are sealed in hash trees, each chained to the one before. This page has just recomputed the hashes of this record and of all it rests on, their seals and the chain.",
  ),
  language: words("English", "中文"),
} as const;
