export { moveOutRights } from "./contract/rights.ts";
