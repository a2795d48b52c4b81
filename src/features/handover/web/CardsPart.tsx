// What later features show of cards and keys: the rows of a form, and what a tenant holds.
export { anItemRow, type ItemRow, ItemRows, itemsFrom } from "./cards/ItemRows.tsx";
export { HeldItems } from "./cards/HeldItems.tsx";
