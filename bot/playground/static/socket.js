// The page's one connection to the server: JSON frames, and a new attempt whenever it is lost.

const FIRST_WAIT = 300;
const LONGEST_WAIT = 5000;

let counter = 0;

export function newNonce() {
  counter += 1;
  return `${Date.now()}${counter}`;
}

export class Connection {
  /** `onEvent(type, data)` gets each frame; `onState(connected)` each change. */
  constructor(onEvent, onState) {
    this.onEvent = onEvent;
    this.onState = onState;
    this.socket = null;
    this.wait = FIRST_WAIT;
  }

  /** Connect as a person whose client speaks a language; without one, the server knows which. */
  connect(user, locale) {
    Object.assign(this, { user, locale });
    clearTimeout(this.timer);
    const old = this.socket;
    this.socket = null;
    old?.close();
    const url = new URL("/playground/socket", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (user) url.searchParams.set("user", user);
    if (locale) url.searchParams.set("locale", locale);
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.wait = FIRST_WAIT;
      if (socket === this.socket) this.onState(true);
    });
    socket.addEventListener("message", (event) => {
      if (socket !== this.socket) return;
      const frame = JSON.parse(event.data);
      this.onEvent(frame.t, frame.d ?? {});
    });
    socket.addEventListener("close", () => {
      if (socket !== this.socket) return;
      this.onState(false);
      this.timer = setTimeout(() => this.connect(this.user, this.locale), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    });
  }

  /** Send a frame; return false when there is no connection. */
  send(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }
}

/** Upload a file; return its attachment object. */
export async function upload(file) {
  const body = new FormData();
  body.append("file", file, file.name);
  const reply = await fetch("/playground/attachments", { method: "POST", body });
  if (!reply.ok) throw new Error(`${file.name} could not be uploaded (${reply.status}).`);
  return reply.json();
}
