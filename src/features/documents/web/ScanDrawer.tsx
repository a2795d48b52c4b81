import { Drawer, Form } from "antd";
import { useState } from "react";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import * as contract from "../contract.ts";
import type { DocumentView } from "./DocumentCard.tsx";
import { FileField } from "./FileField.tsx";
import { text } from "./text.ts";
import "./documents.css";

/** The scan of a copy signed on paper. */
export function ScanDrawer({ siteId, document, onClose }: { readonly siteId: string; readonly document: DocumentView; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const attach = useCommand(contract.uploadScan, { onDone: onClose });
  const [file, setFile] = useState<File | null>(null);
  return (
    <Drawer title={`${t(text.scan)} · ${t(document.title)}`} open onClose={onClose} size={480} destroyOnHidden className="tk-drawer">
      <p>{t(text.scanLead)}</p>
      <CommandForm<{ signedOn?: string }>
        submit={text.attach}
        onSubmit={({ signedOn }) => {
          if (file) attach.mutate({ params: { siteId, documentId: document.id }, query: signedOn ? { signedOn } : {}, body: file });
        }}
        onCancel={onClose}
        isPending={attach.isPending}
        error={attach.error}
        unless={file ? [] : [{ sentence: t(text.chooseFile) }]}
      >
        <Form.Item label={t(text.scanFile)} required>
          <FileField label={t(text.scanFile)} accept="application/pdf,image/*" onChoose={setFile} />
        </Form.Item>
        <Form.Item name="signedOn" label={t(text.signedOn)}>
          <DayInput />
        </Form.Item>
      </CommandForm>
    </Drawer>
  );
}
