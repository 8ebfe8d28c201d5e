import { type Command, script } from "../model/command";
import { OWN_ROOTS } from "./own-names";
import { PLACED, type Places, placeWords } from "./places";
import { LONG } from "./staging";

const SWAP = `${PLACED}
cd -- "$control" || exit 1
recall
[ -e opened ] || die "$usual was never made ready."
if [ "$(cat where)" = mount ]; then
  [ -e phase ] || { mkdir -p -- "$replaced" && note phase out; } || exit 1
  if [ "$(cat phase)" = out ]; then
    dress "$real" "$replaced"
    touch -r "$real" moment
    find "$real" -mindepth 1 -maxdepth 1 ! ${OWN_ROOTS} -exec mv -t "$replaced" -- {} + || exit 1
    touch -r moment -- "$replaced"
    note phase in
  fi
  if [ "$(cat phase)" = in ]; then
    (enter && cd -P tree && touch -r . "$control/moment" && find . -mindepth 1 -maxdepth 1 -exec mv -t "$real" -- {} + &&
      dress . "$real" && cd -P .. && rmdir tree) || exit 1
    touch -r moment -- "$real"
    note phase done
  fi
else
  if there "$staging/$(lands)"; then
    there "$replaced" || ! there "$real" || mv -T -- "$real" "$replaced" || exit 1
    (enter && mv -T -- "$(lands)" "$real") || exit 1
  fi
fi
[ "$replaced" = "$3" ] || { rm -f -- "$usual"; ! there "$replaced" || ln -sfn -- "$replaced" "$3"; } || exit 1
sync -f -- "$parent" 2>/dev/null || sync
`;

/** The staging tree becomes the real one, and the real one the replaced one. Does nothing the second time. */
export const swapStaging = (places: Places): Command => ({
  ...script(SWAP, ...placeWords(places)),
  within: LONG,
});

const UNSWAP = `${PLACED}
cd -- "$control" 2>/dev/null && [ -e opened ] || exit 0
recall
if [ "$(cat where)" = mount ]; then
  [ -e phase ] || exit 0
  [ "$(cat phase)" != done ] || { (enter && mkdir -p tree) && touch -r "$real" moment && note phase in; } || exit 1
  if [ "$(cat phase)" = in ]; then
    (enter && cd -P tree && find "$real" -mindepth 1 -maxdepth 1 ! ${OWN_ROOTS} -exec mv -t . -- {} +) || exit 1
    note phase out
  fi
  touch -r "$replaced" moment
  find "$replaced" -mindepth 1 -maxdepth 1 -exec mv -t "$real" -- {} + || exit 1
  dress "$replaced" "$real"
  rmdir -- "$replaced" && touch -r moment -- "$real" && rm -f phase || exit 1
else
  # With both in place only the first rename of a swap had happened, and there is nothing to take back from it.
  if ! there "$staging/$(lands)" && there "$real" && { there "$replaced" || [ "$(cat opened)" = absent ]; }; then
    (enter && mv -T -- "$real" "$(lands)") || exit 1
  fi
  ! there "$replaced" || mv -T -- "$replaced" "$real" || exit 1
fi
[ "$replaced" = "$3" ] || { rm -f -- "$3"; ln -sfn -- "$staging" "$usual"; } || exit 1
sync -f -- "$parent" 2>/dev/null || sync
`;

/** The exact reverse of a swap, finished or not. Does nothing where there was none. */
export const unswapStaging = (places: Places): Command => ({
  ...script(UNSWAP, ...placeWords(places)),
  within: LONG,
});
