import { expect } from "vitest";
import { getDocument, listDocuments } from "#features/documents/contract.ts";
import { call, type House } from "../money/house.ts";
import { signHere, write } from "../money/lease.ts";

interface Sheet {
  readonly id: string;
  readonly title: { readonly zh: string };
  readonly state: string;
}

/** What was issued about a thing and still waits for signatures. */
async function unsigned(house: House, kind: string, id: string): Promise<readonly Sheet[]> {
  const page = await house.at("lintao");
  const { items } = await call<{ items: Sheet[] }>(page, listDocuments, { params: { siteId: house.siteId }, query: { subjectKind: kind, subjectId: id } });
  return items.filter(({ state }) => state === "issued" || state === "signing");
}

/** Every sheet about a thing is signed: by the tenant's contact on their phone, by `login` at the desk. */
export async function signSheets(house: House, subject: { readonly kind: string; readonly id: string }, login: string): Promise<readonly string[]> {
  const sheets = await unsigned(house, subject.kind, subject.id);
  for (const { id } of sheets) {
    const phone = await house.at("zuhu-wang", "phone");
    await house.go(phone, `/portal/sites/${house.siteId}/documents/${id}`);
    await write(phone);
    await phone.getByRole("button", { name: "确认签署", exact: true }).click();
    await phone.getByRole("button", { name: "确认签署", exact: true }).waitFor({ state: "detached" });
    const manager = await house.at("lintao");
    const read = () => call<{ state: string; signers: { party: string }[] }>(manager, getDocument, { params: { siteId: house.siteId, documentId: id } });
    // A settlement is the tenant's alone to sign.
    if ((await read()).signers.some(({ party }) => party !== "tenant")) {
      const desk = await house.at(login);
      await house.go(desk, `documents/documents/${id}`);
      await signHere(house, desk);
    }
    await expect.poll(async () => (await read()).state, { timeout: 40_000, interval: 500 }).toBe("completed");
  }
  return sheets.map(({ title }) => title.zh);
}
