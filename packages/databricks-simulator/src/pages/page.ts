const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d3d7de, #3d434d); --ground: light-dark(#f4f5f7, #16191e);
  --card: light-dark(#fff, #20242b); --quiet: light-dark(#5a6472, #a3adba); --accent: light-dark(#b3321b, #ff7a5c); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--ground);
  font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(30rem, 100%); padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
main.wide { width: min(46rem, 100%); }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.25; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1rem; }
p { margin: 0.5rem 0; }
.note { margin: 0 0 1rem; padding: 0.25rem 0.75rem; border-left: 4px solid var(--accent); color: var(--quiet); }
.quiet, small { color: var(--quiet); font-size: 0.875rem; }
.error { color: var(--accent); }
code { overflow-wrap: anywhere; }
form { display: grid; gap: 0.75rem; margin-top: 1rem; }
label, fieldset { display: grid; gap: 0.25rem; }
fieldset { border: 1px solid var(--line); border-radius: 0.5rem; }
.choice { display: flex; gap: 0.5rem; align-items: center; }
input[type='text'], textarea { width: 100%; padding: 0.5rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: 0.5rem; }
button { padding: 0.625rem 1rem; font: inherit; text-align: left; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: 0.5rem; cursor: pointer; }
button small { display: block; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
dl { display: grid; gap: 0.25rem 1rem; grid-template-columns: max-content 1fr; margin: 1rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
li { margin: 0.5rem 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.5rem; } }
`;

/** A page of the simulator. It always says that it is one. */
export function page(options: {
  title: string;
  content: string;
  wide?: boolean;
}): string {
  const { title, content, wide } = options;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)} · Simulated Databricks</title>
<style>${STYLE}</style>
</head>
<body>
<main${wide ? ' class="wide"' : ''}>
<p class="note"><strong>Simulated Databricks.</strong> This page stands in for Databricks in demos and tests. Nothing here is real.</p>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, it => `&#${it.charCodeAt(0)};`);
}
