import { useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Form, Input, Modal } from "antd";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { CommandForm, FormDrawer } from "#ui/FormDrawer.tsx";
import { Section } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { CurrentPassword } from "./secrets.tsx";
import { text } from "./text.ts";

interface Proof {
  readonly password: string;
  readonly code: string;
}

/** The second factor: set up with a QR code, its recovery codes, turned off again. */
export function SecondFactor() {
  const { t } = useLanguage();
  const { moment } = useFormat();
  const state = useSuspenseQuery(query(contract.secondFactorState, {})).data;
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [doing, setDoing] = useState<"remove" | "renew" | null>(null);
  const remove = useCommand(contract.removeSecondFactor, { onDone: () => setDoing(null) });
  const renew = useCommand(contract.renewRecoveryCodes, {
    onDone: ({ recoveryCodes }) => {
      setDoing(null);
      setCodes(recoveryCodes);
    },
  });
  const proving = doing === "remove" ? remove : renew;
  return (
    <Section title={t(text.secondFactor)} actions={<StatusTag tone={state.isOn ? "good" : "quiet"}>{t(state.isOn ? text.isOn : text.isOff)}</StatusTag>}>
      <p className="tk-quiet">{t(text.secondFactorLead)}</p>
      <br />
      {state.isOn ? (
        <>
          <p>{state.since && t(text.onSince, { at: moment(state.since), count: state.recoveryCodesLeft })}</p>
          <div className="tk-form-foot">
            <Button onPress={() => setDoing("renew")}>{t(text.renewCodes)}</Button>
            <Button danger onPress={() => setDoing("remove")}>
              {t(text.turnOff)}
            </Button>
          </div>
        </>
      ) : (
        <SetUp onDone={setCodes} />
      )}
      <FormDrawer<Proof>
        title={t(doing === "remove" ? text.turnOff : text.renewCodes)}
        open={doing !== null}
        onClose={() => setDoing(null)}
        submit={doing === "remove" ? text.turnOff : text.renewCodes}
        isPending={proving.isPending}
        error={proving.error}
        onSubmit={(body) => proving.mutate({ body })}
      >
        <CurrentPassword name="password" />
        <CodeField />
      </FormDrawer>
      <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />
    </Section>
  );
}

function SetUp({ onDone }: { readonly onDone: (codes: readonly string[]) => void }) {
  const { t } = useLanguage();
  const begin = useCommand(contract.beginSecondFactor);
  const confirm = useCommand(contract.confirmSecondFactor, { also: ["session"], onDone: ({ recoveryCodes }) => onDone(recoveryCodes) });
  if (!begin.data)
    return (
      <CommandForm<{ password: string }> submit={text.turnOn} isPending={begin.isPending} error={begin.error} onSubmit={(body) => begin.mutate({ body })}>
        <div className="account-form">
          <CurrentPassword name="password" />
        </div>
      </CommandForm>
    );
  return (
    <div className="factor-setup">
      <img src={begin.data.qr} alt={t(text.qrAlt)} />
      <div>
        <p>{t(text.scan)}</p>
        <p className="tk-quiet">
          {t(text.secretByHand)} <code className="factor-secret">{begin.data.secret}</code>
        </p>
        <CommandForm<{ code: string }> submit={text.turnOn} isPending={confirm.isPending} error={confirm.error} onSubmit={(body) => confirm.mutate({ body })}>
          <CodeField />
        </CommandForm>
      </div>
    </div>
  );
}

function CodeField() {
  const { t } = useLanguage();
  return (
    <Form.Item name="code" label={t(text.code)} rules={[{ required: true, message: t(text.missing) }]}>
      <Input autoComplete="one-time-code" inputMode="numeric" maxLength={20} />
    </Form.Item>
  );
}

function RecoveryCodes({ codes, onClose }: { readonly codes: readonly string[] | null; readonly onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Modal
      title={t(text.recoveryCodes)}
      open={codes !== null}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={[
        <PrintButton key="print" />,
        <Button key="kept" type="primary" onPress={onClose}>
          {t(text.codesKept)}
        </Button>,
      ]}
    >
      <Alert type="warning" showIcon title={t(text.recoveryLead)} />
      <ul className="recovery-codes">
        {(codes ?? []).map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Modal>
  );
}
