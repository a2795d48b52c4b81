import type { Page } from "playwright-core";

// Whether an English screen speaks English: what people wrote stays as they wrote it, everything else must not be Chinese.

const han = /\p{Script=Han}/u;

/** What the server gave as data: names, titles and texts as people wrote them. The Chinese of words that have an English is not among them. */
export function collectHan(value: unknown, into: Set<string>): void {
  if (typeof value === "string") {
    if (han.test(value)) for (const line of [value, ...value.split(/\s+/)]) if (han.test(line)) into.add(line.trim());
  } else if (Array.isArray(value)) {
    for (const item of value) collectHan(item, into);
  } else if (value && typeof value === "object") {
    const isBilingual = "zh" in value && "en" in value;
    for (const [name, item] of Object.entries(value)) if (!(isBilingual && name === "zh")) collectHan(item, into);
  }
}

/** Chinese in what names and steers the English screen, after all that is data has been taken out. */
export async function chineseWords(page: Page, data: ReadonlySet<string>): Promise<string[]> {
  const spoken = await page.evaluate<
    string[]
  >(`[...document.querySelectorAll("h1, h2, h3, h4, nav a, nav summary, button, th, label, legend, dt, summary, [role=tab], [aria-label], [placeholder]")]
    .filter((element) => element.checkVisibility() && !element.closest("[lang=zh-CN], [lang=zh]")?.matches(":not(html)"))
    .flatMap((element) => [
      element.matches("h1, h2, h3, h4, nav a, nav summary, button, th, label, legend, dt, summary, [role=tab]") ? element.innerText : "",
      element.getAttribute("aria-label") ?? "",
      element.getAttribute("placeholder") ?? "",
    ])`);
  const known = [...data].sort((a, b) => b.length - a.length);
  const rest = new Set(spoken.flatMap((text) => text.split("\n")).filter((text) => han.test(text) && text.trim() !== "中文"));
  return [...rest].filter((text) => han.test(known.reduce((left, fact) => left.replaceAll(fact, ""), text)));
}
