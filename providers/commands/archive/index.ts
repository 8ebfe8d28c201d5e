export { finishArchive, finishArchived } from "./finish";
export { hearArchived, showArchived, tellArchived } from "./manifest";
export { openArchive } from "./open";
export { prepareArchive, settleArchive } from "./prepare";
export { receiveArchive } from "./receive";
export { sendArchive } from "./send";
