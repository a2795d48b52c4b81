import { permissions } from "#kernel/contract.ts";

export const booksRights = permissions("books", {
  read: ["projectManager", "finance", "cashier", "leasingOfficer", "legal"],
  /** Invoices, statements of account, vouchers. */
  keep: ["finance", "cashier"],
  /** Closes a month, and asks for it to be opened again. */
  close: ["finance"],
  /** Opens a month again that somebody else asked for. */
  reopen: ["projectManager"],
  settings: ["finance"],
  portal: { roles: ["tenantContact"], authority: "fees" },
});
