import "#platform/web/temporal.ts";
import { start } from "./start.tsx";

void start(document.getElementById("app")!);
