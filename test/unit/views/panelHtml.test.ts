import assert from 'node:assert/strict';
import { panelHtml } from '../../../src/extension/views/panelHtml';

const html = panelHtml({
  scriptUri: 'https://file.example/webview.js?a=1&b="2"',
  styleUri: 'https://file.example/webview.css',
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'abc123',
  locale: 'zh-cn',
  title: '<b>',
});

describe('panelHtml', () => {
  it('has a policy without a way for inline or remote code', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];

    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-abc123'; style-src https://*.vscode-cdn.net 'nonce-abc123'; font-src https://*.vscode-cdn.net; img-src https://*.vscode-cdn.net data:",
    );
    assert.doesNotMatch(html, /unsafe|style=|onload/);
  });

  it('gives the toolkit its nonce and the page its language', () => {
    assert.match(html, /<meta property="csp-nonce" content="abc123">/);
    assert.match(html, /<html lang="zh-CN">/);
  });

  it('escapes what it puts into attributes and text', () => {
    assert.match(html, /src="https:\/\/file\.example\/webview\.js\?a=1&amp;b=&quot;2&quot;"/);
    assert.match(html, /<title>&lt;b&gt;<\/title>/);
  });
});
