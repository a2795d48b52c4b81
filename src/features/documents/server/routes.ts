import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { requestSignatures } from "./commands/ask.ts";
import { documentFile, documentPage, documentView } from "./queries.ts";

export const documentsRoutes = [
  route(contract.listDocuments, (ctx, { query }) => documentPage(ctx, query)),
  route(contract.getDocument, (ctx, { params }) => documentView(ctx, params.documentId)),
  route(contract.downloadDocument, (ctx, { params, query }) => documentFile(ctx, params.documentId, query)),
  route(contract.askForSignatures, async (ctx, { params, body }) => ({ links: await requestSignatures(ctx, params.documentId, body) })),
];
