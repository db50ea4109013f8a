// The search of the site. Its index is a script and not data: pages of files may not fetch.
"use strict";
(function () {
  const root = document.documentElement.dataset.root;
  const form = document.querySelector("form[role=search]");
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const MOST = 20;
  let asked = false;

  function load() {
    if (!asked) {
      asked = true;
      const script = document.createElement("script");
      script.src = root + "search-index.js";
      script.onload = show;
      document.head.append(script);
    }
  }

  // Lower is better; undefined where a word is missing.
  function rank(entry, words) {
    const title = entry.title.toLowerCase();
    const text = entry.text.toLowerCase();
    let sum = entry.kind === "page" ? 1 : 0;
    for (const word of words) {
      if (title === word || title.endsWith("/" + word)) {
        sum -= 10;
      } else if (title.includes(word)) {
        sum -= 5;
      } else if (!text.includes(word)) {
        return undefined;
      }
    }
    return sum;
  }

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.replaceChildren();
    found.value = "";
    if (words.length === 0 || !window.echospecIndex) {
      return;
    }
    const hits = window.echospecIndex
      .map((entry) => ({ entry, rank: rank(entry, words) }))
      .filter((hit) => hit.rank !== undefined)
      .sort((a, b) => a.rank - b.rank);
    found.value = hits.length === 1 ? "1 result" : hits.length + " results";
    for (const { entry } of hits.slice(0, MOST)) {
      const link = document.createElement("a");
      link.href = root + entry.address;
      link.textContent = entry.title;
      const kind = document.createElement("small");
      kind.textContent = entry.kind;
      const item = document.createElement("li");
      item.append(link, " ", kind);
      results.append(item);
    }
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", () => {
    load();
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = results.querySelector("a");
    if (first) {
      location.href = first.href;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input")) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && event.target === input) {
      input.value = "";
      show();
    }
  });
  form.hidden = false;
})();
