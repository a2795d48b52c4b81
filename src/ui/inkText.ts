import { words } from "#kernel/words.ts";

/** What the box for a signature says. */
export const inkText = {
  writeHere: words("请在此手写签名", "Write your signature here"),
  written: words("已书写的签名", "The signature you have written"),
  undo: words("撤销一笔", "Undo last stroke"),
  clear: words("重写", "Clear"),
};
