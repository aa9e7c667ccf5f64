// Where a caret goes when others' words arrive: it stays with its own. `moves` come from the server in the order of the text.

export function moved(caret, moves) {
  let shift = 0;
  for (const { at, removed, inserted, caret_stays: stays } of moves) {
    if (at > caret || (at === caret && (removed || stays))) break;
    if (at + removed > caret) return at + inserted + shift;
    shift += inserted - removed;
  }
  return caret + shift;
}
