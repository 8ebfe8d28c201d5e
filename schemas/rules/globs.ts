import { type Finding, quoted } from "../problems";
import type { View } from "./view";

/** A pattern under both decisions decides nothing. */
export function undecidedGlobs({ services }: View): Finding[] {
  return services.flatMap((service) => {
    const overwrite = service.texts("move", "conflicts", "overwrite");
    return service.texts("move", "conflicts", "skip").flatMap((glob, i) => {
      if (glob === "" || !overwrite.includes(glob)) return [];
      return [
        {
          path: [...service.path, "move", "conflicts", "skip", i],
          message: `${quoted(glob)} is in overwrite too`,
          suggestion: "keep it in one of the two lists",
          got: glob,
        },
      ];
    });
  });
}
