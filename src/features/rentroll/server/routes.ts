import { route } from "#platform/feature.ts";
import { companyImports, siteImports } from "../contract.ts";
import { mapImport, refusedFile, refusedPage, rollTemplate, runImport, sheetView, undoImport, uploadRoll } from "./commands.ts";
import { importById, importPage, placeOf } from "./imports.ts";

export const rentrollRoutes = [siteImports, companyImports].flatMap((contract) => [
  route(contract.upload, (ctx, { body }) => uploadRoll(ctx, body)),
  route(contract.list, (ctx, { query }) => importPage(ctx, placeOf(ctx), query)),
  route(contract.get, (ctx, { params }) => importById(ctx, placeOf(ctx), params.importId)),
  route(contract.sheet, (ctx, { params, query }) => sheetView(ctx, params.importId, query)),
  route(contract.map, (ctx, { params, body }) => mapImport(ctx, params.importId, body)),
  route(contract.refused, (ctx, { params, query }) => refusedPage(ctx, params.importId, query)),
  route(contract.refusedFile, (ctx, { params }) => refusedFile(ctx, params.importId)),
  route(contract.run, (ctx, { params, body }) => runImport(ctx, params.importId, body)),
  route(contract.undo, (ctx, { params }) => undoImport(ctx, params.importId)),
  route(contract.template, (ctx) => rollTemplate(ctx)),
]);
