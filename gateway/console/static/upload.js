// A form with a file, on a network that comes and goes. The file stays chosen until the server has answered: what was
// lost on the way is sent again when the network is back. Without this script the form is sent as any other.
"use strict";

const RETRY_MS = 5000;

async function send(form) {
  const state = form.querySelector("[data-upload-state]");
  const button = form.querySelector("button:not([type=button])");
  const say = (words) => { if (state) { state.textContent = words; state.hidden = !words; } };
  say(form.dataset.sending);
  button.setAttribute("aria-busy", "true");
  let answer;
  for (;;) {
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
      break;
    } catch {
      say(form.dataset.waiting);
      await new Promise((again) => { addEventListener("online", again, { once: true }); setTimeout(again, RETRY_MS); });
    }
  }
  button.removeAttribute("aria-busy");
  if (answer.redirected) {
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  say("");
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  dress();
  document.querySelector("main").focus();
}

function dress() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (!form.querySelector("[aria-busy]")) send(form);
    });
  }
}

dress();
