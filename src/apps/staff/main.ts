import "#platform/web/temporal.ts";
import { start } from "./start.tsx";

start(document.getElementById("app")!);
