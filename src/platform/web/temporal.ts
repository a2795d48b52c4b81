// Temporal is native in current browsers; the others get it before anything that is imported after this runs.
if (!("Temporal" in globalThis)) await import("temporal-polyfill/global");

export {};
