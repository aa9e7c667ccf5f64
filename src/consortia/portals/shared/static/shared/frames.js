// A table that fits needs no tab stop; one that scrolls keeps the stop the server gave it.

export function startFrames(root = document) {
  const frames = root.querySelectorAll(".table-frame[tabindex]");
  if (!frames.length) return;
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  });
  for (const frame of frames) watch.observe(frame);
}
