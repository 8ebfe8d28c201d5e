import type { ServiceDecl } from "../../schemas/stack";
import type { Kind } from "../model/kind";
import { compose } from "./compose";
import { container } from "./container";
import { process } from "./process";

/** Every kind of service that Ferry can move: a new one is a file, and a line here. */
const kinds: Readonly<Record<ServiceDecl["kind"], Kind>> = { compose, container, process };

/** The kind that moves a service. */
export function kindOf(service: Pick<ServiceDecl, "kind">): Kind {
  return kinds[service.kind];
}
