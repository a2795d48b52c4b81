import { AuditOutlined, FileTextOutlined, HomeOutlined, PhoneOutlined, SearchOutlined, TeamOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { AutoComplete, Input, type InputRef } from "antd";
import { useDeferredValue, useRef, useState, type ReactNode } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useShortcut } from "#ui/shortcuts.tsx";
import { type findingField, search } from "../contract.ts";
import { text } from "./text.ts";

export type Finding = WireOf<typeof findingField>;

const icons: Readonly<Record<Finding["kind"], ReactNode>> = {
  tenant: <TeamOutlined />,
  contact: <PhoneOutlined />,
  unit: <HomeOutlined />,
  case: <AuditOutlined />,
  lease: <FileTextOutlined />,
};

/** The one box: finds tenants, contacts, units, cases and leases by any part of a word, as fast as one types. */
export function Finder({
  siteId,
  onChoose,
  autoFocus = false,
  keys,
  allowText,
}: {
  readonly siteId: string;
  readonly onChoose: (finding: Finding) => void;
  readonly autoFocus?: boolean;
  readonly keys?: string;
  /** Told what was typed when Enter chooses nothing. */ readonly allowText?: (typed: string) => void;
}) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed.trim());
  const input = useRef<InputRef>(null);
  useShortcut(keys ?? "", text.find, () => input.current?.focus(), keys !== undefined);
  const { data, isFetching } = useQuery({
    ...query(search, { params: { siteId }, query: { text: wanted } }),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  const items = wanted.length > 0 ? (data?.items ?? []) : [];
  const options = items.map((finding) => ({
    value: `${finding.kind}:${finding.id}`,
    label: (
      <span className="finder-item">
        <span aria-hidden="true">{icons[finding.kind]}</span>
        <span className="finder-label">{finding.label}</span>
        <span className="finder-detail">{finding.detail || t(text[finding.kind])}</span>
      </span>
    ),
  }));
  const choose = (value: string) => {
    const finding = items.find(({ kind, id }) => `${kind}:${id}` === value);
    if (!finding) return;
    setTyped("");
    onChoose(finding);
  };
  return (
    <AutoComplete
      className="finder"
      value={typed}
      options={options}
      onSelect={choose}
      onChange={(value: string) => {
        // AutoComplete puts a chosen option's value into the box; only what was typed belongs there.
        if (!/^(tenant|contact|unit|case|lease):[0-9a-f-]{36}$/.test(value)) setTyped(value);
      }}
      defaultActiveFirstOption
      popupMatchSelectWidth={420}
      notFoundContent={wanted.length > 0 && !isFetching ? t(text.nothingFound, { typed: wanted }) : null}
    >
      <Input
        ref={input}
        autoFocus={autoFocus}
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        aria-label={t(text.find)}
        placeholder={t(text.find)}
        onPressEnter={() => {
          if (items.length === 0 && wanted && !isFetching) allowText?.(wanted);
        }}
      />
    </AutoComplete>
  );
}
