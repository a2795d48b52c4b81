import type { WireOf } from "#kernel/contract.ts";
import type { registrationFormField } from "../contract.ts";

export type FormOnWire = WireOf<typeof registrationFormField>;

/** F01 as it is typed. */
export interface FormValues extends Omit<FormOnWire, "vehicles" | "headcount" | "isRegisteredAddress"> {
  readonly vehicles?: string;
  readonly headcount?: string;
  readonly isRegisteredAddress?: "yes" | "no";
}

export const toValues = ({ vehicles, headcount, isRegisteredAddress, ...form }: FormOnWire): FormValues => ({
  ...form,
  vehicles: vehicles.join("，"),
  headcount: headcount === null || headcount === undefined ? "" : `${headcount}`,
  ...(isRegisteredAddress === null || isRegisteredAddress === undefined ? {} : { isRegisteredAddress: isRegisteredAddress ? "yes" : "no" }),
});

/** What is sent; `shown` holds what the form does not show. */
export const fromValues = ({ vehicles = "", headcount = "", isRegisteredAddress, contacts = [], ...form }: FormValues): FormOnWire => ({
  ...form,
  contacts: contacts.map((contact) => ({ ...contact, contactId: contact.contactId ?? null, authorities: contact.authorities ?? [] })),
  vehicles: vehicles
    .split(/[,，、\s]+/)
    .map((plate) => plate.trim())
    .filter((plate) => plate !== ""),
  headcount: /^\d+$/.test(headcount.trim()) ? Number(headcount.trim()) : null,
  isRegisteredAddress: isRegisteredAddress === undefined ? null : isRegisteredAddress === "yes",
});
