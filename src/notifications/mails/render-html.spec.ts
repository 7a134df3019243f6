import { renderHtml } from './render-html';

const nasty = `<script>alert("x")</script> & 'q'`;
const escaped = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;q&#39;';

describe('the HTML part', () => {
  it('is whole, says its language and fetches nothing', () => {
    const html = renderHtml({ subject: 'Ämne', blocks: [{ kind: 'paragraph', text: 'Hej' }], footer: 'Slut' });
    expect(html).toMatch(/^<!doctype html>\n<html lang="sv">\n<head><meta charset="utf-8"><title>Ämne<\/title><style>/);
    expect(html).toMatch(/<body>\n<p>Hej<\/p>\n<p><small>Slut<\/small><\/p>\n<\/body>\n<\/html>\n$/);
    expect(html).not.toMatch(/src=|url\(|@import|<link|<script/);
  });

  it.each([
    ['heading', { kind: 'heading', text: nasty }, `<h2>${escaped}</h2>`],
    ['paragraph', { kind: 'paragraph', text: nasty }, `<p>${escaped}</p>`],
    ['steps', { kind: 'steps', items: [nasty, 'b'] }, `<ol><li>${escaped}</li><li>b</li></ol>`],
    ['list', { kind: 'list', items: [nasty] }, `<ul><li>${escaped}</li></ul>`],
    [
      'facts',
      { kind: 'facts', rows: [{ label: nasty, value: nasty }] },
      `<table>\n<tbody>\n<tr><th scope="row">${escaped}</th><td>${escaped}</td></tr>\n</tbody>\n</table>`,
    ],
    [
      'changes',
      {
        kind: 'changes',
        columns: { field: 'Uppgift', before: 'Före', after: 'Efter' },
        rows: [{ label: nasty, before: nasty, after: nasty }],
      },
      '<table>\n<thead><tr><th scope="col">Uppgift</th><th scope="col">Före</th><th scope="col">Efter</th></tr></thead>\n' +
        `<tbody>\n<tr><th scope="row">${escaped}</th><td>${escaped}</td><td>${escaped}</td></tr>\n</tbody>\n</table>`,
    ],
    [
      'link',
      { kind: 'link', label: nasty, url: `https://example.se/?a="b"` },
      `<p><a href="https://example.se/?a=&quot;b&quot;">${escaped}</a></p>`,
    ],
    ['command', { kind: 'command', label: 'Kör', command: nasty }, `<p>Kör:<br><code>${escaped}</code></p>`],
    [
      'table',
      { kind: 'table', columns: ['A', 'B', 'C', 'D'], rows: [[nasty, [nasty, nasty], { text: nasty, url: 'https://example.se/' }, null]] },
      '<table>\n<thead><tr><th scope="col">A</th><th scope="col">B</th><th scope="col">C</th><th scope="col">D</th></tr></thead>\n' +
        `<tbody>\n<tr><td>${escaped}</td><td><ul><li>${escaped}</li><li>${escaped}</li></ul></td>` +
        `<td><a href="https://example.se/">${escaped}</a></td><td></td></tr>\n</tbody>\n</table>`,
    ],
  ] as const)('escapes what stands in a %s', (_kind, block, expected) => {
    expect(renderHtml({ subject: '', blocks: [block], footer: null })).toContain(`<body>\n${expected}\n</body>`);
  });
});
