export { startWorker, type JobLog, type RunningWorker, type WorkerOptions } from "./worker.ts";
