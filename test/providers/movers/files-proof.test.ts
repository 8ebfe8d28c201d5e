import { proofContract } from "../../contract/mover";
import { localFiles } from "./local-files";

proofContract("the files mover between local hosts", localFiles);
