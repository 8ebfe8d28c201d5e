import { proofContract } from "../../contract/mover";
import { withBusyboxOnly } from "./local-archive";

withBusyboxOnly(proofContract);
