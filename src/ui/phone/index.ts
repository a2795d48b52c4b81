export { Act, Choice, FailureNote, Field, Progress } from "./controls.tsx";
export { PhonePage } from "./PhonePage.tsx";
export { KeptPhotos, TakePhoto, type TakenPhoto } from "./Photos.tsx";
export { SendBar } from "./SendBar.tsx";
export { EmptyTeaching, Failed, NotFound, Pending } from "./states.tsx";
