export { finishReceiving, finishSending } from "./finish";
export { preparePass } from "./prepare";
export { receivePass } from "./receive";
export { sendPass, sentBytes } from "./send";
export { forgetPasses, settlePass } from "./settle";
export type { Hasher, Source } from "./source";
