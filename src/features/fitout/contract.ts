export { fitoutRights } from "./contract/rights.ts";
