import { uuidv7 } from "uuidv7";

declare const kindOfId: unique symbol;

/** A UUIDv7 that names one thing of kind `K`; ids of different kinds do not pass for each other. */
export type Id<K extends string> = string & { readonly [kindOfId]: K };

/** A fresh id, made by whoever creates the thing; ids made later in one process sort later. */
export const newId = <K extends string>(): Id<K> => uuidv7() as Id<K>;

/** Reads `text` as an id of kind `K`. The caller vouches that it came from a place where it was checked. */
export const asId = <K extends string>(text: string): Id<K> => text as Id<K>;
