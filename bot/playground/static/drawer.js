// On a narrow screen the sidebar is a drawer over the chat.

import { icon } from "./dom.js";

const NARROW = "(max-width: 720px)";

/** Let `button` open and shut the sidebar; return `close()`. */
export function drawer({ button, sidebar, scrim, rest }) {
  const narrow = matchMedia(NARROW);
  let open = false;
  button.append(icon("menu"));
  const paint = () => {
    const shown = open && narrow.matches;
    sidebar.classList.toggle("open", shown);
    // What cannot be seen must not take the focus.
    sidebar.inert = narrow.matches && !shown;
    rest.inert = shown;
    scrim.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
  };
  const set = (value) => {
    if (open === value) return;
    open = value;
    paint();
    if (!narrow.matches) return;
    if (open) (sidebar.querySelector(".channel.active") ?? sidebar.querySelector("button"))?.focus();
    else button.focus();
  };
  button.addEventListener("click", () => set(!open));
  scrim.addEventListener("click", () => set(false));
  sidebar.addEventListener("keydown", (event) => event.key === "Escape" && set(false));
  narrow.addEventListener("change", paint);
  paint();
  return () => set(false);
}
