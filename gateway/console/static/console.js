// What pages do beyond links and forms. Everything here is a convenience: without it each form still works.
"use strict";

const notice = document.getElementById("notice");

function tell(words) {
  notice.textContent = words;
  notice.hidden = !words;
}

const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

// A button rests while it waits, which takes the focus from it: the keyboard goes on where it was.
let held = "";
document.addEventListener("htmx:config:request", () => { held = document.activeElement.id; });
document.addEventListener("htmx:after:swap", () => {
  if (held && document.activeElement === document.body) document.getElementById(held)?.focus();
});

// The network comes and goes.
addEventListener("offline", () => tell(notice.dataset.offline));
addEventListener("online", () => tell(""));
document.addEventListener("htmx:error", () => tell(navigator.onLine ? notice.dataset.failed : notice.dataset.offline));
document.addEventListener("htmx:response:error", () => tell(notice.dataset.failed));
document.addEventListener("htmx:after:swap", () => tell(""));

// A list narrowed while typing.
for (const field of document.querySelectorAll("[data-filter]")) {
  field.addEventListener("input", () => {
    const wanted = plain(field.value.trim());
    let found = 0;
    for (const item of document.querySelectorAll(field.dataset.filter)) {
      item.hidden = !plain(item.textContent).includes(wanted);
      found += !item.hidden;
    }
    document.querySelector(field.dataset.filterNone).hidden = found > 0;
  });
}

// A second thought before what cannot be undone, and one submission a click.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !confirm(question)) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post" && !event.target.matches("[hx-post], [data-again]")) { // again: a file to download
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  }
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
