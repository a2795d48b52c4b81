import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Radio } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { linkTo, query, refresh, upload, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { Attachments } from "#ui/Attachments.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import { addFile, getCase, getFile, recordPatrol } from "../contract.ts";
import { type PatrolCheck, patrolChecks, type PatrolResult, patrolResults, permitStates } from "../rules.ts";
import { text } from "./text.ts";
import "./fitout.css";

interface Values {
  readonly failed: PatrolCheck[];
  readonly result: PatrolResult;
  readonly findings?: string;
}

/** A patrol of the works on the phone, in one hand: what is not in order, photos, done. */
export function PatrolScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const toast = useToast();
  const client = useQueryClient();
  const found = useSuspenseQuery(query(getCase, { params: { siteId, caseId } })).data;
  const [id] = useState(() => newId<"fitOutPatrol">());
  const [photoIds, setPhotoIds] = useState<readonly string[]>([]);
  const record = useCommand(recordPatrol, {
    onDone: () => {
      toast(t(text.patrolSaved));
      go(href(`fitout/cases/${caseId}`));
    },
  });
  const keys = Object.keys(patrolChecks) as PatrolCheck[];
  return (
    <Page
      title={t(text.patrolTitle, { place: found.place })}
      mark={found.permit && <StatusTag tone={found.permit.state === "valid" ? "good" : "late"}>{t(permitStates[found.permit.state])}</StatusTag>}
      crumbs={[
        { label: t(text.cases), href: href("fitout/cases") },
        { label: found.caseNo, href: href(`fitout/cases/${caseId}`) },
      ]}
    >
      <div className="fitout-patrol">
        <CommandForm<Values>
          initial={{ failed: [], result: "inOrder" }}
          submit={text.savePatrol}
          onSubmit={({ failed, result, findings = "" }) =>
            record.mutate({ params: { siteId, caseId }, body: { id, happenedAt: Temporal.Now.instant().toString(), result, failed, findings, photoIds: [...photoIds] } })
          }
          isPending={record.isPending}
          error={record.error}
        >
          <Form.Item name="failed" label={t(text.checks)}>
            <Checkbox.Group className="fitout-checks" options={keys.map((value) => ({ value, label: t(patrolChecks[value]) }))} />
          </Form.Item>
          <Form.Item name="result" label={t(text.result)} rules={[{ required: true }]}>
            <Radio.Group optionType="button" options={(Object.keys(patrolResults) as PatrolResult[]).map((value) => ({ value, label: t(patrolResults[value]) }))} />
          </Form.Item>
          <Form.Item name="findings" label={t(text.findings)}>
            <Input.TextArea rows={4} maxLength={1000} />
          </Form.Item>
          <Attachments
            label={t(text.photos)}
            accept="image/*"
            files={found.files.filter((file) => photoIds.includes(file.id)).map((file) => ({ ...file, href: linkTo(getFile, { params: { siteId, caseId, fileId: file.id } }) }))}
            send={async (file, onProgress) => {
              const stored = await upload(addFile, { params: { siteId, caseId }, query: { kind: "photo" }, body: file }, onProgress);
              setPhotoIds((ids) => [...ids, stored.id]);
              await refresh(client, "fitout", siteId);
            }}
          />
        </CommandForm>
      </div>
    </Page>
  );
}
