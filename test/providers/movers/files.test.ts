import { copyContract, swapContract } from "../../contract/mover";
import { localFiles } from "./local-files";

copyContract("the files mover between local hosts", localFiles);
swapContract("the files mover between local hosts", localFiles);
