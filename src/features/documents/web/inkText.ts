import { words } from "#kernel/words.ts";

export const inkText = {
  writeHere: words("请在此手写签名", "Write your signature here"),
  written: words("已书写的签名", "The signature you have written"),
  undo: words("撤销一笔", "Undo last stroke"),
  clear: words("重写", "Clear"),
  page: words("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
};
