import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useRef, useState } from "react";
import { linkTo, refresh, upload } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { ProblemNote } from "#ui/mobile/index.ts";
import { addOwnFile, getOwnFile } from "../../contract/portal.ts";
import type { FileKind } from "../../rules/names.ts";
import { text } from "../text.ts";
import type { OwnCase } from "./OwnCaseScreen.tsx";

interface Props {
  readonly siteId: string;
  readonly found: OwnCase;
  readonly kind: FileKind;
  readonly label: string;
}

/** The files of one kind, and the way to add one from the phone. */
export function OwnFiles({ siteId, found, kind, label }: Props) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const send = async (files: readonly File[]) => {
    setSending(true);
    setFailure(null);
    try {
      for (const file of files) await upload(addOwnFile, { params: { siteId, caseId: found.id }, query: { kind }, body: file }, () => {});
      await refresh(client, "fitout", siteId);
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(false);
    }
  };
  return (
    <div className="fitout-files">
      <strong>{label}</strong>
      <ul>
        {found.files
          .filter((file) => file.kind === kind)
          .map((file) => (
            <li key={file.id}>
              <a href={linkTo(getOwnFile, { params: { siteId, caseId: found.id, fileId: file.id } })}>{file.name}</a>
            </li>
          ))}
      </ul>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept="image/*,application/pdf"
        aria-label={label}
        onChange={({ target }) => {
          void send([...(target.files ?? [])]);
          target.value = "";
        }}
      />
      <Button size="small" loading={isSending} onClick={() => chooser.current?.click()}>
        {t(text.chooseFile)} · {label}
      </Button>
      <ProblemNote error={failure} />
    </div>
  );
}
