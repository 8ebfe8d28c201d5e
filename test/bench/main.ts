import { benches } from "./benches/all";
import { measure } from "./measure";

// `npm run bench`
measure(benches);
