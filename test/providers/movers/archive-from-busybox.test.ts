import { copyContract } from "../../contract/mover";
import { localArchive, withBusybox } from "./local-archive";

withBusybox((tools) =>
  copyContract("the archive mover from busybox to GNU tools", () => localArchive({ source: tools })),
);
