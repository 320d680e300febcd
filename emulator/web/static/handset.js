// The phone itself: its screen and its keys. What it shows is always what the carrier says.

import { dayOf, element, known, say, spaced, timeOf } from "./words.js";

const DIAL_MAX = 182; // characters one USSD request can carry
const ANSWER_MAX = 182;
const SMALLEST = 2; // steps down in size before a full screen has to scroll

export class Handset {
  constructor({ dial, answer, hangUp }) {
    this.actions = { dial, answer, hangUp };
    this.session = null;
    this.waiting = false;
    this.dismissed = new Set();
    this.ahead = 0; // milliseconds the carrier's clock is ahead of ours
    this.handset = element("handset");
    this.entry = element("entry");
    this.listen();
    setInterval(() => this.showTime(), 500);
  }

  show({ phone, session, now }, fresh) {
    this.ahead = Date.parse(now) - Date.now();
    if (fresh && session && !session.open) this.dismissed.add(session.session);
    const before = this.session?.session;
    this.session = session && !this.dismissed.has(session.session) ? session : null;
    element("owner").textContent = say("phone_of", { name: phone.name || spaced(phone.number) });
    element("operator").textContent = phone.network;
    element("envelope").hidden = phone.unread === 0;
    if (this.session && this.session.session !== before) this.entry.value = "";
    this.draw();
  }

  // Another phone is taken in hand: what was typed on the one before does not follow.
  pickUp() {
    this.waiting = false;
    this.session = null;
    this.entry.value = "";
  }

  wait(waiting) {
    this.waiting = waiting;
    this.draw();
  }

  get state() {
    if (this.waiting || (this.session?.open && this.session.busy)) return "busy";
    if (!this.session) return "idle";
    return this.session.open ? "open" : "ended";
  }

  draw() {
    const { state, session } = this;
    this.handset.dataset.state = state;
    element("live").setAttribute("aria-busy", String(state === "busy"));
    this.drawText(session ? (session.notice ? session.notice[known.language] : session.screen.text) : "");
    this.drawMeasure(session);
    const dialling = !session;
    this.entry.inputMode = dialling ? "tel" : "text";
    this.entry.maxLength = dialling ? DIAL_MAX : ANSWER_MAX;
    this.entry.placeholder = dialling ? known.service_code : say("your_answer");
    this.entry.setAttribute("aria-label", dialling ? say("to_dial") : say("your_answer"));
    element("submit").textContent = state === "ended" ? say("ok") : say("send");
    this.showTime();
  }

  drawText(text) {
    const node = element("text");
    if (node.textContent === text) return; // the same words again would be read aloud again
    node.textContent = text;
    element("live").scrollTop = 0;
    this.fit();
  }

  // A list of choices is better small and whole than large and cut: its last line may be "98 Suite".
  fit() {
    const live = element("live");
    live.dataset.more = "false";
    for (let step = 0; step <= SMALLEST; step += 1) {
      live.dataset.step = step;
      if (live.scrollHeight <= live.clientHeight) return;
    }
    live.dataset.more = "true";
  }

  drawMeasure(session) {
    const measured = session && !session.notice ? session.screen : null;
    const counter = element("counter");
    counter.textContent = measured ? `${measured.units}/${measured.limit}` : "";
    counter.title = measured ? say("characters", { limit: measured.limit }) : "";
    counter.dataset.over = String(Boolean(measured?.flags.length));
    const flag = measured?.flags.includes("too_long") ? "too_long" : measured?.flags[0];
    element("warning").textContent = flag ? say(flag, { limit: measured.limit }) : "";
  }

  showTime() {
    const now = Date.now() + this.ahead;
    element("clock").textContent = timeOf(now);
    element("big-clock").textContent = timeOf(now);
    element("date").textContent = dayOf(now);
    element("elapsed").textContent = this.session ? this.elapsed(now) : "";
  }

  elapsed(now) {
    const until = this.session.ended ? Date.parse(this.session.ended) : now;
    const seconds = Math.max(0, Math.floor((until - Date.parse(this.session.started)) / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  listen() {
    element("screen").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    element("shortcut").addEventListener("click", () => {
      this.entry.value = known.service_code;
      this.send();
    });
    element("erase").addEventListener("click", () => {
      this.entry.value = this.entry.value.slice(0, -1);
    });
    element("hang-up").addEventListener("click", () => this.leave());
    this.handset.querySelectorAll("[data-key]").forEach((key) => {
      key.addEventListener("click", () => this.press(key.dataset.key));
    });
    new ResizeObserver(() => this.fit()).observe(element("live"));
    document.addEventListener("keydown", (event) => this.onKey(event));
  }

  press(key) {
    if (this.state === "ended") this.dismiss();
    if (this.state !== "busy" && this.entry.value.length < this.entry.maxLength) this.entry.value += key;
  }

  send() {
    const { state, entry } = this;
    if (state === "busy") return;
    if (state === "ended") {
      this.dismiss();
      return;
    }
    const typed = entry.value;
    entry.value = "";
    if (state === "open") this.actions.answer(this.session.session, typed);
    else this.actions.dial(typed.trim() || known.service_code);
  }

  leave() {
    if (this.session?.open) this.actions.hangUp(this.session.session);
    else this.dismiss();
  }

  dismiss() {
    if (this.session) this.dismissed.add(this.session.session);
    this.session = null;
    this.entry.value = "";
    this.draw();
  }

  // Digits typed anywhere but in a field go to the phone, as if its keys were pressed.
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && (!inField || inField === this.entry)) this.leave();
    if (!inField && /^[0-9*#]$/.test(event.key)) {
      event.preventDefault();
      this.press(event.key);
      this.entry.focus();
    }
  }
}
