// Temporal is native in current browsers; the others get it before anything else runs.
if (!("Temporal" in globalThis)) await import("temporal-polyfill/global");
const { start } = await import("./start.tsx");
start(document.getElementById("app")!);

export {};
