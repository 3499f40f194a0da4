// Makes the form of a text quicker to use: a row of buttons for the markup, text from a word processor
// with its lists and headings, and saving while one writes. Without it the form works as it is.
"use strict";

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-save-state]");
  const WAIT = 1500;
  let timer = 0;
  let saving = false;
  let dirty = false;
  let leaving = false;

  // The same words again would be read aloud again.
  const say = (words) => {
    if (state.textContent !== words) {
      state.textContent = words;
    }
  };

  const changed = () => {
    dirty = true;
    say("Inte sparat än …");
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };

  async function save() {
    if (saving || !dirty) {
      return;
    }
    saving = true;
    dirty = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        dirty = true;
        say("Inte sparat. Du är inte inloggad längre. Kopiera texten, och logga in igen.");
        return;
      }
      const told = await answer.json();
      say(told.status);
      if (answer.ok) {
        form.elements.revision.value = told.revision;
      } else {
        // The text stands in the form; saving with the button shows what is wrong.
        dirty = true;
      }
    } catch {
      dirty = true;
      say("Inte sparat. Vi når inte webbplatsen. Texten står kvar här; vi försöker igen.");
      clearTimeout(timer);
      timer = setTimeout(save, 10 * WAIT);
    } finally {
      saving = false;
      if (leaving) {
        dirty = false;
        form.requestSubmit();
      } else if (dirty && state.textContent.startsWith("Sparat")) {
        changed();
      }
    }
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    dirty = false;
    if (saving && !leaving) {
      // What is being saved now has the revision that the form is to know of.
      leaving = true;
      event.preventDefault();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) {
      event.preventDefault();
    }
  });

  // Each button puts its marks around the chosen words, or at the start of each chosen line.
  const around = (before, after) => (text) => {
    const { selectionStart: from, selectionEnd: to, value } = text;
    text.setRangeText(before + value.slice(from, to) + after, from, to, "end");
    if (from === to) {
      text.selectionStart = text.selectionEnd = from + before.length;
    }
  };
  const lines = (mark) => (text) => {
    const from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    const to = text.selectionEnd;
    const marked = text.value
      .slice(from, to)
      .split("\n")
      .map((line, index) => mark(index) + line)
      .join("\n");
    text.setRangeText(marked, from, to, "end");
  };
  const tools = [
    ["Fet", around("**", "**")],
    ["Kursiv", around("*", "*")],
    ["Punktlista", lines(() => "- ")],
    ["Numrerad lista", lines((index) => `${index + 1}. `)],
    ["Underrubrik", lines(() => "## ")],
    ["Länk", around("[", "](https://)")],
  ];
  // A section has one text; others may have several.
  const texts = form.querySelectorAll("textarea[data-markup], textarea[name=text]");
  for (const text of texts) {
    const bar = document.createElement("div");
    bar.className = "toolbar";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Märk upp texten");
    for (const [label, act] of tools) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        act(text);
        text.focus();
        changed();
      });
      bar.append(button);
    }
    text.before(bar);

    text.addEventListener("paste", async (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!html) {
        return;
      }
      event.preventDefault();
      const plain = event.clipboardData.getData("text/plain");
      const body = new FormData();
      body.set("html", html);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      let told = { text: plain, dropped: [] };
      try {
        const answer = await fetch(form.dataset.paste, { method: "POST", body });
        if (answer.ok) {
          told = await answer.json();
        }
      } catch {
        // The words alone, as the browser would have pasted them.
      }
      text.setRangeText(told.text, text.selectionStart, text.selectionEnd, "end");
      changed();
      if (told.dropped.length) {
        say(`Inklistrat. ${told.dropped.join(" ")}`);
      }
    });
  }
}
