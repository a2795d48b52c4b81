import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useRef, useState } from "react";
import { newId } from "#kernel/id.ts";
import { refresh, upload } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { ProgressBar } from "#ui/figures.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { handInForLead, handInForTenant } from "../../contract/papers.ts";
import { type PaperKind, paperKinds } from "../../rules/papers.ts";
import type { PapersOf } from "./PapersPart.tsx";
import { text } from "./text.ts";

interface HandInValues {
  readonly kind: PaperKind;
  readonly documentNo?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
}

/** Hands in a paper of a tenant or a lead: which it is, how long it runs, the scan. */
export function HandInDrawer({ siteId, of, kind, onClose }: { readonly siteId: string; readonly of: PapersOf; readonly kind?: PaperKind; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [isMissing, setMissing] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  // Made before the first try: a second try after a lost answer hands in once.
  const [id] = useState(() => newId<"paper">());

  async function submit({ kind: chosen, documentNo, validFrom, validTo }: HandInValues): Promise<void> {
    setMissing(file === null);
    if (!file) return;
    const query = { id, kind: chosen, ...(documentNo ? { documentNo } : {}), ...(validFrom ? { validFrom } : {}), ...(validTo ? { validTo } : {}) };
    setShare(0);
    setError(null);
    try {
      if ("tenantId" in of) await upload(handInForTenant, { params: { siteId, tenantId: of.tenantId }, query, body: file }, setShare);
      else await upload(handInForLead, { params: { siteId, leadId: of.leadId }, query, body: file }, setShare);
      await refresh(client, "tenants", siteId);
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setShare(null);
    }
  }

  return (
    <FormDrawer<HandInValues>
      title={t(text.handIn)}
      open
      onClose={onClose}
      initial={{ kind: kind ?? "businessLicence" }}
      onSubmit={(values) => void submit(values)}
      isPending={share !== null}
      error={error}
      submit={text.handIn}
    >
      <Form.Item name="kind" label={t(text.paper)} rules={[{ required: true }]}>
        <Select options={Object.entries(paperKinds).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item label={t(text.file)} required {...(isMissing ? { validateStatus: "error" as const, help: t(text.fileMissing) } : {})}>
        <div className="tk-row">
          <input ref={chooser} type="file" hidden aria-label={t(text.file)} accept="image/*,application/pdf" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
          <Button onPress={() => chooser.current?.click()}>{t(text.chooseFile)}</Button>
          <span className="tk-quiet">{file?.name}</span>
        </div>
      </Form.Item>
      <Form.Item name="documentNo" label={t(text.documentNo)}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="validFrom" label={t(text.validFrom)}>
        <DayInput />
      </Form.Item>
      <Form.Item name="validTo" label={t(text.validTo)}>
        <DayInput />
      </Form.Item>
      {share !== null && file && <ProgressBar label={file.name} share={share} />}
    </FormDrawer>
  );
}
