import { copyContract } from "../../contract/mover";
import { localArchive, withBusybox } from "./local-archive";

withBusybox((tools) =>
  copyContract("the archive mover from GNU tools to busybox", () => localArchive({ target: tools })),
);
