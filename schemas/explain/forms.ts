import { durationForm } from "./forms/durations";
import type { Form } from "./forms/form";
import { containerForm, dockerNameForm, nameForm, projectForm } from "./forms/names";
import { addressForm, domainForm, sshForm, subnetForm } from "./forms/network";
import { absoluteForm, globForm, httpForm, localForm, relativeForm } from "./forms/paths";
import { rateForm } from "./forms/rates";

/** By the title that the schema gives to the text. */
export const forms: ReadonlyMap<string, Form> = new Map([
  ["name", nameForm],
  ["project", projectForm],
  ["container", containerForm],
  ["docker name", dockerNameForm],
  ["duration", durationForm],
  ["rate", rateForm],
  ["absolute path", absoluteForm],
  ["relative path", relativeForm],
  ["local path", localForm],
  ["glob", globForm],
  ["http path", httpForm],
  ["address", addressForm],
  ["ssh destination", sshForm],
  ["subnet", subnetForm],
  ["domain", domainForm],
]);
