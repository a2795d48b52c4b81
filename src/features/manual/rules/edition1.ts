import type { Book } from "./book.ts";
import { chapters, clauses } from "./clauses.ts";
import { parameters } from "./parameters.ts";
import { standards } from "./standards.ts";

/** The manual as the product brings it: the first edition of every company. */
export const firstEdition: Book = { chapters, clauses, standards, parameters };
