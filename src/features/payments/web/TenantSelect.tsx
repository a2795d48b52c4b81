import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { query } from "#platform/web/client.ts";
import { listTenants } from "#features/tenants/contract.ts";

interface Props {
  readonly siteId: string;
  readonly value?: string;
  readonly onChange?: (tenantId: string) => void;
  /** The tenant chosen from the start, whose name the first page of the list may not hold. */
  readonly known?: { readonly id: string; readonly name: string };
  readonly id?: string;
  readonly "aria-label"?: string;
}

/** Chooses a tenant by part of its name, its pinyin or initials. */
export function TenantSelect({ siteId, value, onChange, known, ...rest }: Props) {
  const [search, setSearch] = useState("");
  const { data } = useQuery({ ...query(listTenants, { params: { siteId }, query: { limit: 30, ...(search ? { search } : {}) } }), placeholderData: keepPreviousData });
  const items = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const options = known && !items.some((item) => item.value === known.id) ? [{ value: known.id, label: known.name }, ...items] : items;
  return (
    <Select
      {...rest}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      options={options}
      style={{ width: "100%" }}
    />
  );
}
