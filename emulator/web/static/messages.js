// The SMS of the phone in hand: bubbles, and a box to write.

import * as api from "./api.js";
import { paintFace } from "./faces.js";
import { element, known, make, measure, say, spaced, timeOf } from "./words.js";

const SEEN_AFTER = 4000; // milliseconds: long enough for the unread mark to be noticed

let count = -1;
let owner = "";
let seeing = {};

export function showMessages({ phone, messages }) {
  const changedHands = owner !== phone.number;
  owner = phone.number;
  element("messages-number").textContent = `${phone.name} · ${spaced(phone.number)}`;
  paintFace(element("messages-face"), phone);
  const list = element("bubbles");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.replaceChildren(...(messages.length ? messages.map(bubble) : [empty(phone)]));
  if (changedHands || atEnd || messages.length !== count) toEnd();
  count = messages.length;
  showUnread(phone.unread);
}

export function toEnd() {
  element("bubbles").scrollTop = element("bubbles").scrollHeight;
}

function bubble(message) {
  const node = make("li", { className: `bubble ${message.way}`, data: { testid: "bubble", way: message.way, state: message.state } });
  if (message.unread) node.classList.add("unread");
  const [onlyCode, ...others] = known.numbers;
  if (message.way === "in") node.append(make("span", { className: "peer", textContent: message.peer }));
  else if (others.length || message.peer !== onlyCode) node.append(make("span", { className: "peer", textContent: `→ ${message.peer}` }));
  node.append(
    make("p", { className: "bubble-text", textContent: message.text, data: { testid: "bubble-text" } }),
    make("small", {}, ...facts(message)),
  );
  return node;
}

function facts(message) {
  const parts = message.parts > 1 ? [` · ${say("parts", { count: message.parts })}`] : [];
  const state = message.way === "out" ? [make("span", { className: `state ${message.state}`, textContent: ` · ${say(`state_${message.state}`)}` })] : [];
  return [timeOf(message.at), ...parts, ...state];
}

function empty(phone) {
  return make("li", { className: "empty" },
    make("p", { textContent: say("no_messages") }),
    make("p", { textContent: say("no_messages_hint", { name: phone.name }) }),
  );
}

function showUnread(unread) {
  const badge = element("tab-unread");
  badge.textContent = unread;
  badge.hidden = unread === 0;
}

// An SMS counts as seen once it stood before somebody's eyes for a while.
export function seeLater(phone, refresh) {
  const visible = !document.hidden && element("messages").offsetParent !== null;
  if (seeing.number === phone.number && visible) return;
  clearTimeout(seeing.timer);
  seeing = {};
  if (!phone.unread || !visible) return;
  const timer = setTimeout(async () => {
    seeing = {};
    await api.markRead(phone.number);
    refresh();
  }, SEEN_AFTER);
  seeing = { number: phone.number, timer };
}

export function letMessagesBeWritten(send) {
  const box = element("compose-text");
  const size = () => {
    const { units, parts, limit } = measure(box.value);
    element("compose-size").textContent = parts ? `${units}/${limit} · ${say(parts === 1 ? "one_part" : "parts", { count: parts })}` : "";
  };
  box.addEventListener("input", size);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      element("compose").requestSubmit();
    }
  });
  element("compose").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value) return;
    send(element("compose-to").value, box.value);
    box.value = "";
    size();
    box.focus();
  });
}
