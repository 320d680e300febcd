// The page: whose phone is in hand, and keeping it up to date.
// It polls: a stream for each tab would use up the six connections a browser grants to one host.

import * as api from "./api.js";
import { Handset } from "./handset.js";
import { letMessagesBeWritten, seeLater, showMessages, toEnd } from "./messages.js";
import { letNetworkBeSeen, showNetwork } from "./network.js";
import { letPeopleBeAdded, showPeople } from "./people.js";
import { element, say } from "./words.js";

const EVERY = 700; // milliseconds between two looks
const HIDDEN_EVERY = 5000; // when nobody can see

let chosen = "";
let revision = -1;
let looking = Promise.resolve();

const handset = new Handset({
  dial: (code) => act(() => api.dial(chosen, code), true),
  answer: (session, text) => act(() => api.answer(session, text), true),
  hangUp: (session) => act(() => api.hangUp(session), false),
});

async function act(call, waits) {
  const number = chosen;
  if (waits) handset.wait(true);
  try {
    await call();
  } catch (error) {
    if (!(error instanceof api.Refusal) && !(error instanceof TypeError)) throw error;
    tell(error instanceof api.Refusal ? say("refused", { reason: error.message }) : say("offline"));
  } finally {
    await refresh();
    if (waits && number === chosen) handset.wait(false);
    if (waits && matchMedia("(hover: hover)").matches) element("entry").focus();
  }
}

function choose(number) {
  if (number === chosen) return;
  chosen = number;
  revision = -1;
  handset.pickUp();
  history.replaceState(null, "", `#${number}`);
  refresh();
}

// One look at a time; whoever asks meanwhile gets a fresh one after it.
function refresh() {
  looking = looking.then(look, look);
  return looking;
}

async function look() {
  try {
    const cards = await api.people();
    if (!cards.some((card) => card.number === chosen)) chosen = wished(cards);
    showPeople(cards, chosen, choose);
    await lookAtPhone(chosen);
    await showNetwork(chosen);
    if (element("notice").dataset.kind === "offline") tell("");
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
    tell(say("offline"), "offline");
  }
}

async function lookAtPhone(number) {
  const fresh = revision === -1;
  const shown = await api.phone(number, revision);
  if (!shown || number !== chosen) return;
  revision = shown.phone.revision;
  handset.show(shown, fresh);
  showMessages(shown);
  seeLater(shown.phone, refresh);
}

const wished = (cards) => (cards.find((card) => `#${card.number}` === location.hash) ?? cards[0]).number;

let silence = null;

function tell(text, kind = "") {
  const notice = element("notice");
  clearTimeout(silence);
  notice.textContent = text;
  notice.hidden = !text;
  notice.dataset.kind = kind;
  if (text && !kind) silence = setTimeout(() => tell(""), 6000);
}

function turnTo(view) {
  document.body.dataset.view = view;
  document.querySelectorAll(".tabs button").forEach((tab) => {
    tab.setAttribute("aria-pressed", String(tab.dataset.view === view));
  });
  revision = revision === -1 ? -1 : -2; // draw once more: what was out of sight can now be read
  refresh().then(toEnd);
}

async function keepLooking() {
  try {
    await refresh();
  } finally {
    setTimeout(keepLooking, document.hidden ? HIDDEN_EVERY : EVERY);
  }
}

letPeopleBeAdded(choose);
letMessagesBeWritten((to, text) => act(() => api.sendSms(chosen, to, text), false));
letNetworkBeSeen(refresh);
document.querySelectorAll(".tabs button").forEach((tab) => tab.addEventListener("click", () => turnTo(tab.dataset.view)));
document.addEventListener("visibilitychange", () => document.hidden || refresh());
element("language").addEventListener("click", (event) => {
  event.currentTarget.hash = location.hash;
});
keepLooking();
