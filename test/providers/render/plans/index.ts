import { clean } from "./clean";
import { blocked, decided } from "./conflicts";
import { hostile } from "./hostile";
import { adopted, nowhere, recovering, unchanged } from "./unmoved";

export { counts, dataset, plan, STEPS } from "./parts";
export { blocked, clean, hostile, nowhere, unchanged };

/** Plans as the planner makes them, by the names of their golden files. */
export const ALL = { recovering, clean, decided, blocked, hostile, adopted, unchanged, nowhere } as const;
