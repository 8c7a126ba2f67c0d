// Loads the thread again when it changed, unless somebody is writing: then it only says so.
"use strict";

const source = new EventSource(location.pathname + "/live");

const isWriting = () =>
  Array.from(document.querySelectorAll("textarea")).some(
    (field) => field.value !== field.defaultValue,
  );

source.addEventListener("changed", () => {
  if (isWriting()) {
    document.getElementById("fresh").hidden = false;
  } else {
    location.reload();
  }
});
