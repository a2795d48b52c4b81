import { linkTo, refresh, upload } from "#platform/web/client.ts";
import { useQueryClient } from "@tanstack/react-query";
import { Attachments } from "#ui/Attachments.tsx";
import { addFile, getFile } from "../contract.ts";
import type { FileKind } from "../rules.ts";
import type { Case } from "./CaseScreen.tsx";

interface Props {
  readonly siteId: string;
  readonly caseId: string;
  readonly kind: FileKind;
  readonly label: string;
  readonly files: Case["files"];
}

/** The files of one kind, and the place to add one. */
export function FileSlot({ siteId, caseId, kind, label, files }: Props) {
  const client = useQueryClient();
  return (
    <Attachments
      label={label}
      files={files.filter((file) => file.kind === kind).map((file) => ({ ...file, href: linkTo(getFile, { params: { siteId, caseId, fileId: file.id } }) }))}
      send={async (file, onProgress) => {
        await upload(addFile, { params: { siteId, caseId }, query: { kind }, body: file }, onProgress);
        await refresh(client, "fitout", siteId);
      }}
      accept="image/*,application/pdf"
    />
  );
}
