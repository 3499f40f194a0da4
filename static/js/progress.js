// Makes the drafts that are left, some at a time, without a press of the button for each. Without it
// the button does the same.
"use strict";

const page = () => document.querySelector("[data-progress]");

async function goOn(form) {
  const told = page().querySelector("[data-progress-told]");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = next.querySelector("[data-progress]");
    if (!answer.ok || !fresh) {
      throw new Error(answer.status);
    }
    // The line that is read aloud stays the same element, so that its new words are heard.
    const line = fresh.querySelector("[data-progress-told]");
    told.textContent = line.textContent;
    line.replaceWith(told);
    page().replaceChildren(...fresh.childNodes);
  } catch {
    told.textContent = "Det stannade. Det som är gjort finns kvar. Tryck på Fortsätt.";
    return;
  }
  start();
}

function start() {
  const form = page().querySelector("form[data-goes-on]");
  if (form) {
    setTimeout(goOn, 200, form);
  }
}

start();
