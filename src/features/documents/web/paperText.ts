import { words } from "#kernel/words.ts";

/** Apart from the rest, so that a phone loads no more. */
export const paperText = {
  page: words("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
};
