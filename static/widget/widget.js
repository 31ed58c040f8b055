// The desk on another site's page: <script src="https://desk.example/static/widget/widget.js" data-language="nl" async></script>
// Makes one frame, sets no cookie, reads nothing of the page. data-theme: light, dark, auto; data-accent: #rrggbb; data-into: a selector.

(() => {
  const script = document.currentScript;
  const { language = document.documentElement.lang.slice(0, 2) || "en", theme = "auto", accent = "", into = "", title = "Helpdesk" } = script.dataset;
  const desk = new URL(script.src).origin;
  const known = ["nl", "fr", "de", "en"].includes(language) ? language : "en";
  const frame = document.createElement("iframe");
  frame.src = `${desk}/${known}/widget/?${new URLSearchParams({ theme })}#${encodeURIComponent(accent)}`;
  frame.title = title;
  frame.loading = "lazy";
  frame.referrerPolicy = "origin";
  frame.style.cssText = "display:block;inline-size:100%;block-size:24rem;border:0;color-scheme:normal";
  addEventListener("message", (event) => {
    if (event.origin !== desk || event.source !== frame.contentWindow) return;
    const height = Number(event.data?.height);
    if (height > 0 && height < 20000) frame.style.blockSize = `${height}px`;
  });
  const place = into ? document.querySelector(into) : null;
  if (place) place.append(frame);
  else script.after(frame);
})();
