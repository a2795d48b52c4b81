import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import * as contract from "../contract.ts";
import { text } from "./text.ts";
import "./people.css";

/** Says so where mail does not go out or does not arrive; nothing where all is well. */
export function MailNote() {
  const { t } = useLanguage();
  const mail = useQuery(query(contract.mailState, { query: { limit: 1 } })).data;
  if (!mail) return null;
  if (!mail.isConfigured) return <Alert className="people-note" type="warning" showIcon title={t(text.mailOff)} description={t(text.mailOffHow)} />;
  if (mail.failing + mail.failed === 0) return null;
  return <Alert className="people-note" type="warning" showIcon title={t(text.mailTrouble, { failing: mail.failing, failed: mail.failed })} />;
}
