interface Worker {
  readonly name: string;
  readonly trade?: string | undefined;
  readonly certificateNo?: string | undefined;
}

/** A list of workers as people type it: one a line, name, trade, certificate. */
export const workersText = (workers: readonly Worker[]): string =>
  workers.map(({ name, trade = "", certificateNo = "" }) => [name, trade, certificateNo].join("，").replace(/，+$/, "")).join("\n");

export const workersOf = (typed: string): Worker[] =>
  typed
    .split("\n")
    .map((line) => line.split(/[,，\t]/).map((part) => part.trim()))
    .flatMap(([name = "", trade = "", certificateNo = ""]) => (name === "" ? [] : [{ name, trade, certificateNo }]));
