import { useQuery } from "@tanstack/react-query";
import { Checkbox, Drawer, Form, Input, Select } from "antd";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { InkPad } from "#ui/InkPad.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import * as contract from "../contract.ts";
import { parties } from "../rules.ts";
import type { DocumentView, SignerView } from "./DocumentCard.tsx";
import { PaperPages } from "./PaperPages.tsx";
import { text } from "./text.ts";

interface Values {
  readonly signerId: string;
  readonly identity?: string;
  readonly agrees: boolean;
}

/** The document and the pen: for who signs with their own account, or for somebody from outside in our presence. */
export function SignDrawer({
  siteId,
  document,
  signers,
  isWitnessed = false,
  onClose,
}: {
  readonly siteId: string;
  readonly document: DocumentView;
  readonly signers: readonly SignerView[];
  readonly isWitnessed?: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const params = { siteId, documentId: document.id };
  const pages = useQuery(query(contract.documentPages, { params }));
  const signHere = useCommand(contract.signHere, { onDone: onClose });
  const witness = useCommand(contract.signWitnessed, { onDone: onClose });
  const [image, setImage] = useState<string | null>(null);
  const [agrees, setAgrees] = useState(false);
  const submit = ({ signerId, identity }: Values) => {
    if (!image) return;
    const ink = { signerId, image, documentHash: document.hash };
    if (isWitnessed) witness.mutate({ params, body: { ...ink, identity: identity ?? "" } });
    else signHere.mutate({ params, body: ink });
  };
  return (
    <Drawer title={`${t(isWitnessed ? text.witness : text.signHere)} · ${t(document.title)}`} open onClose={onClose} size={640} destroyOnHidden className="tk-drawer">
      {pages.isPending && <Pending />}
      <ProblemNote error={pages.error} />
      {pages.data && (
        <>
          <PaperPages pages={pages.data.pages} title={t(document.title)} />
          <CommandForm<Values>
            submit={text.sign}
            initial={{ signerId: signers[0]?.id ?? "" }}
            onSubmit={submit}
            onCancel={onClose}
            onChange={(values) => setAgrees(values.agrees)}
            isPending={signHere.isPending || witness.isPending}
            error={signHere.error ?? witness.error}
            unless={image && agrees ? [] : [{ sentence: t(text.agree) }]}
          >
            <Form.Item name="signerId" label={t(text.signers)} rules={[{ required: true }]}>
              <Select options={signers.map(({ id, name, party }) => ({ value: id, label: `${name} · ${t(parties[party])}` }))} />
            </Form.Item>
            {isWitnessed && (
              <Form.Item name="identity" label={t(text.identity)} extra={t(text.identityHint)} rules={[{ required: true, whitespace: true }]}>
                <Input maxLength={200} />
              </Form.Item>
            )}
            <InkPad onChange={setImage} />
            <Form.Item name="agrees" valuePropName="checked">
              <Checkbox>{t(text.agree)}</Checkbox>
            </Form.Item>
          </CommandForm>
        </>
      )}
    </Drawer>
  );
}
