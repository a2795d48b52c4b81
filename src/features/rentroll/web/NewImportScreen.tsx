import { FileExcelOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Progress, Upload } from "antd";
import { useState } from "react";
import { linkTo, upload } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { ImportSteps } from "./ImportSteps.tsx";
import { importsAt, type Placed } from "./place.ts";
import "./rentroll.css";
import { text } from "./text.ts";

/** The first step: the file. */
export function NewImportScreen({ siteId }: Placed) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const { contract, here } = importsAt(siteId);
  const [share, setShare] = useState(0);
  const send = useMutation({
    mutationFn: (file: File) => upload(contract.upload, { params: here, body: file }, setShare),
    onSuccess: ({ id }) => go(href(`rentroll/imports/${id}`), { replace: true }),
  });
  return (
    <Page
      title={t(text.newImport)}
      crumbs={[{ label: t(siteId ? text.imports : text.companyImports), href: href("rentroll/imports") }, { label: t(text.newImport) }]}
      width="reading"
      actions={
        <a href={linkTo(contract.template, { params: here })} download>
          {t(text.template)}
        </a>
      }
    >
      <ImportSteps current={0} />
      <ProblemNote error={send.error} />
      <Upload.Dragger
        accept=".xlsx,.csv,.txt,.tsv"
        maxCount={1}
        showUploadList={false}
        disabled={send.isPending}
        beforeUpload={(file) => {
          setShare(0);
          send.mutate(file);
          return false;
        }}
      >
        <p className="rentroll-drop-icon" aria-hidden="true">
          <FileExcelOutlined />
        </p>
        <p className="rentroll-drop-title">{t(text.drop)}</p>
        <p className="rentroll-drop-hint">{t(text.dropHint)}</p>
      </Upload.Dragger>
      {send.isPending && (
        <div role="status" className="rentroll-progress">
          <Progress percent={Math.round(share * 100)} aria-label={t(text.uploading, { percent: Math.round(share * 100) })} />
        </div>
      )}
    </Page>
  );
}
