import { Modal, Upload } from "antd";
import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { sayReason, type WireReason } from "#platform/web/problem.ts";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { text } from "./text.ts";

interface Imported {
  readonly read: number;
  readonly added: number;
  readonly known: number;
  readonly refused: number;
  readonly problems: readonly WireReason[];
}

/** Sends a sheet, and tells what came in and which rows did not. */
export function ImportButton({ label, send }: { readonly label: string; readonly send: (file: File) => Promise<Imported> }) {
  const { t, language } = useLanguage();
  const [modal, holder] = Modal.useModal();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  async function take(file: File): Promise<void> {
    setSending(true);
    setError(null);
    try {
      const { read, added, known, refused, problems } = await send(file);
      modal.info({
        title: t(text.imported, { read, added, known, refused }),
        content: problems.length > 0 && (
          <ul>
            {problems.slice(0, 50).map((problem, index) => (
              <li key={index}>{sayReason(problem, language)}</li>
            ))}
          </ul>
        ),
      });
    } catch (refusal) {
      setError(refusal);
    } finally {
      setSending(false);
    }
  }
  return (
    <>
      <Upload
        accept=".csv,.xlsx"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <Button loading={isSending}>{label}</Button>
      </Upload>
      <ProblemNote error={error} />
      {holder}
    </>
  );
}
