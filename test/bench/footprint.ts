import { readFileSync } from "node:fs";
import { launchBrowser } from "#test/browser/browser.ts";

/** Resident memory of a process in megabytes, as Linux counts it. */
export function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1000;
}

const ticksPerSecond = 100;

/** Processor seconds a process has used so far. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Milliseconds from asking for the page to the list of the home screen, of a signed-in person with an empty cache; the median of some loads. */
export async function homeScreenMs(address: string, session: string, loads: number): Promise<number> {
  const browser = await launchBrowser();
  try {
    const took: number[] = [];
    for (let load = 0; load < loads; load++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies([{ name: "towerkeep", value: session, url: address, httpOnly: true, sameSite: "Lax" }]);
      const page = await context.newPage();
      const began = performance.now();
      await page.goto(address, { waitUntil: "commit" });
      await page.locator(".duty-list li").first().waitFor({ state: "visible" });
      took.push(performance.now() - began);
      await context.close();
    }
    return took.toSorted((a, b) => a - b)[Math.floor(loads / 2)] ?? 0;
  } finally {
    await browser.close();
  }
}
