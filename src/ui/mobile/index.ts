export { MobileProvider } from "./MobileProvider.tsx";
export { MobilePage } from "./MobilePage.tsx";
export { ProblemNote } from "./ProblemNote.tsx";
export { EmptyTeaching, Failed, NotFound, Pending } from "./states.tsx";
