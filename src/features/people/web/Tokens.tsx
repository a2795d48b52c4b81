import { useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Form, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import * as contract from "../contract.ts";
import { CurrentPassword, ShownOnce } from "./secrets.tsx";
import { text } from "./text.ts";

interface TokenForm {
  readonly name: string;
  readonly scopes: string[];
  readonly days: number;
  readonly password: string;
}

/** One's API tokens: made with a purpose, scopes and an end, shown once, taken back. */
export function Tokens() {
  const { t } = useLanguage();
  const { moment } = useFormat();
  const { items, scopes } = useSuspenseQuery(query(contract.listMyTokens, {})).data;
  const [making, setMaking] = useState(false);
  const make = useCommand(contract.makeToken, { onDone: () => setMaking(false) });
  const end = useCommand(contract.endMyToken);
  return (
    <Section
      title={t(text.tokens)}
      actions={
        <Button type="primary" onPress={() => setMaking(true)}>
          {t(text.newToken)}
        </Button>
      }
    >
      <p className="tk-quiet">{t(text.tokensLead)}</p>
      <br />
      <ProblemNote error={end.error} />
      <DataTable
        label={t(text.tokens)}
        rows={items}
        rowKey={({ id }) => id}
        empty={<EmptyTeaching title={t(text.noTokens)} />}
        columns={[
          { key: "name", title: t(text.tokenName), card: "heading", render: ({ name }) => name },
          { key: "scopes", title: t(text.scopes), from: "medium", render: (token) => token.scopes.join(", ") },
          { key: "usedAt", title: t(text.usedAt), render: ({ usedAt }) => (usedAt ? moment(usedAt) : t(text.never)) },
          { key: "expiresAt", title: t(text.expiresAt), render: ({ expiresAt }) => moment(expiresAt) },
          {
            key: "end",
            title: "",
            card: "mark",
            align: "end",
            render: ({ id, name }) => (
              <Button size="small" aria-label={`${t(text.takeBack)} ${name}`} onPress={() => end.mutate({ params: { tokenId: id } })}>
                {t(text.takeBack)}
              </Button>
            ),
          },
        ]}
      />
      <FormDrawer<TokenForm>
        title={t(text.newToken)}
        open={making}
        onClose={() => setMaking(false)}
        initial={{ days: 90, scopes: [] }}
        isPending={make.isPending}
        error={make.error}
        onSubmit={(body) => make.mutate({ body })}
      >
        <Form.Item name="name" label={t(text.tokenName)} extra={t(text.tokenNameHint)} rules={[{ required: true, whitespace: true, message: t(text.missing) }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="scopes" label={t(text.scopes)} rules={[{ required: true, message: t(text.missing) }]}>
          <Select mode="multiple" options={scopes.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="days" label={t(text.days)} rules={[{ required: true, message: t(text.missing) }]}>
          <InputNumber min={1} max={366} precision={0} />
        </Form.Item>
        <CurrentPassword name="password" />
      </FormDrawer>
      <Modal title={t(text.newToken)} open={make.data !== undefined} mask={{ closable: false }} onCancel={() => make.reset()} footer={null}>
        <Alert type="warning" showIcon title={t(text.tokenShown)} />
        {make.data && <ShownOnce secret={make.data.token} />}
      </Modal>
    </Section>
  );
}
