import { route, work } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { certificateFile, certificatesOf, checkFile, makeCertificate, uploadCertificate } from "./certificates.ts";
import { requestSignatures } from "./commands/ask.ts";
import { closeDocument } from "./commands/close.ts";
import { correctSigner } from "./commands/correct.ts";
import { finishDocument } from "./commands/finish.ts";
import { enterSigningCode, fileByLink, lookAtSigningLink, readByLink, sendSigningCode, signByLink } from "./commands/link.ts";
import { uploadScan } from "./commands/scan.ts";
import { signAsContact, signHere, signWitnessed } from "./commands/sign.ts";
import { documentsAsSheet } from "./export.ts";
import { pagesOf } from "./pages.ts";
import { documentById, documentForContact, documentFile, documentPage, documentView, signedWith } from "./queries.ts";
import { documentAsWord, retireWordTemplate, uploadWordTemplate, wordKinds, wordTemplateFile, wordTemplates } from "./wordTemplates.ts";

export const documentsRoutes = [
  route(contract.listDocuments, (ctx, { query }) => documentPage(ctx, query)),
  route(contract.exportDocuments, (ctx, { query }) => documentsAsSheet(ctx, query)),
  route(contract.getDocument, (ctx, { params }) => documentView(ctx, params.documentId)),
  route(contract.downloadDocument, (ctx, { params, query }) => documentFile(ctx, params.documentId, query)),
  route(contract.documentPages, async (ctx, { params }) => {
    await documentById(ctx, params.documentId);
    return { pages: await pagesOf(ctx, params.documentId) };
  }),
  route(contract.signedFile, (ctx, { params }) => signedWith(ctx, params)),
  route(contract.askForSignatures, async (ctx, { params, body }) => ({ links: await requestSignatures(ctx, params.documentId, body) })),
  route(contract.signHere, async (ctx, { params, body }) => {
    await signHere(ctx, { ...params, ...body });
    return documentView(ctx, params.documentId);
  }),
  route(contract.signWitnessed, async (ctx, { params, body }) => {
    await signWitnessed(ctx, { ...params, ...body });
    return documentView(ctx, params.documentId);
  }),
  route(contract.uploadScan, async (ctx, { params, query, body }) => {
    await uploadScan(ctx, params.documentId, body, query);
    return documentView(ctx, params.documentId);
  }),
  route(contract.correctSigner, async (ctx, { params, body }) => {
    await correctSigner(ctx, { ...params, ...body });
    return documentView(ctx, params.documentId);
  }),
  route(contract.withdrawDocument, async (ctx, { params, body }) => {
    await closeDocument(ctx, params.documentId, "withdrawn", body.reason);
    return documentView(ctx, params.documentId);
  }),

  route(contract.listWordTemplates, async (ctx) => ({ kinds: await wordKinds(ctx), items: await wordTemplates(ctx) })),
  route(contract.uploadWordTemplate, (ctx, { query, body }) => uploadWordTemplate(ctx, { ...query, file: body })),
  route(contract.retireWordTemplate, (ctx, { params }) => retireWordTemplate(ctx, params.templateId)),
  route(contract.downloadWordTemplate, (ctx, { params }) => wordTemplateFile(ctx, params.templateId)),
  route(contract.fillWordTemplate, (ctx, { params }) => documentAsWord(ctx, params)),

  route(contract.listCertificates, async (ctx) => ({ items: await certificatesOf(ctx) })),
  route(contract.makeCertificate, (ctx) => makeCertificate(ctx)),
  route(contract.uploadCertificate, (ctx, { body }) => uploadCertificate(ctx, body)),
  route(contract.downloadCertificate, (ctx, { params }) => certificateFile(ctx, params.certificateId)),
  route(contract.checkFile, (ctx, { body }) => checkFile(ctx, body.bytes)),

  route(contract.portalDocuments, (ctx, { query }) => documentPage(ctx, query)),
  route(contract.portalDocument, (ctx, { params }) => documentForContact(ctx, params.documentId)),
  route(contract.portalFile, (ctx, { params }) => documentFile(ctx, params.documentId)),
  route(contract.signAsContact, async (ctx, { params, body }) => {
    await signAsContact(ctx, { ...params, ...body });
    return documentView(ctx, params.documentId);
  }),

  route(contract.lookAtSigningLink, (ctx, { body }) => lookAtSigningLink(ctx, body.secret)),
  route(contract.sendSigningCode, (ctx, { body }) => sendSigningCode(ctx, body.secret)),
  route(contract.enterSigningCode, (ctx, { body }) => enterSigningCode(ctx, body.secret, body.code)),
  route(contract.readByLink, (ctx, { body }) => readByLink(ctx, body.secret, body.pass)),
  route(contract.fileByLink, (ctx, { body }) => fileByLink(ctx, body.secret, body.pass)),
  route(contract.signByLink, (ctx, { body }) => signByLink(ctx, body)),
];

export const documentsJobs = [work(contract.finishDocument, finishDocument)];
