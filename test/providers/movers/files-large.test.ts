import { largeFilesContract } from "../../contract/mover";
import { localFiles } from "./local-files";

largeFilesContract("the files mover between local hosts", localFiles);
