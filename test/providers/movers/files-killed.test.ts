import { killedContract } from "../../contract/mover";
import { localFiles } from "./local-files";

killedContract("the files mover between local hosts", localFiles);
