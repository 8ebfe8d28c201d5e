export { CHOOSE_OLDER } from "./choose";
export { RECEIVE_OLDER } from "./receive";
export { SEND_OLDER } from "./send";
