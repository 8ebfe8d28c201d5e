import { measure } from "../measure";
import { dataBenches } from "./benches";

// `npm run bench:data`
measure(dataBenches);
