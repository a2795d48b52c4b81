import { errand, type Feature } from "#platform/feature.ts";
import { workOnImport } from "../contract.ts";
import { rentrollRoutes } from "./routes.ts";
import { doWork } from "./work.ts";

export { mapImport, refusedFile, refusedPage, runImport, sheetView, uploadRoll } from "./commands.ts";
export { type Import, importById } from "./imports.ts";
export { doWork } from "./work.ts";

export const rentrollFeature: Feature = { name: "rentroll", routes: rentrollRoutes, jobs: [errand(workOnImport, doWork)] };
