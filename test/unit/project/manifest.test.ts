/** package.json, its texts in both languages and the sources must name the same things. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { commandId, commandNames } from '../../../src/extension/commands/commandIds';

const root = path.resolve(__dirname, '../../..');
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

type Manifest = {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly completionEvents: readonly string[] }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
};

const manifestText = read('package.json');
const { contributes, activationEvents } = JSON.parse(manifestText) as Manifest;
const english = JSON.parse(read('package.nls.json')) as Record<string, string>;
const chinese = JSON.parse(read('package.nls.zh-cn.json')) as Record<string, string>;

const commands = contributes.commands.map(({ command }) => command);
const settings = Object.keys(contributes.configuration.properties);
const views = Object.values(contributes.views)
  .flat()
  .map(({ id }) => id);

/** Sources of the host, by path. */
const sources = fs
  .readdirSync(path.join(root, 'src/extension'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => read(path.join('src/extension', file)));

describe('the manifest', () => {
  it('has each text in English and Chinese, and no other', () => {
    const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);

    assert.deepEqual(Object.keys(english).sort(), [...new Set(used)].sort());
    assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
  });

  it('links the same commands in the welcome of both languages', () => {
    const linked = (text: string | undefined): unknown[] =>
      [...(text ?? '').matchAll(/command:([\w.]+)/g)].map((match) => match[1]);

    const expected = ['starrocksOverview.addCluster', 'starrocksOverview.startDemoCluster'];

    assert.deepEqual(linked(english['welcome']), expected);
    assert.deepEqual(linked(chinese['welcome']), expected);
  });

  it('shows only declared commands in menus', () => {
    const shown = Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command);

    assert.deepEqual(
      shown.filter((id) => !commands.includes(id)),
      [],
    );
  });

  it('declares the commands of the typed list, no more and no less', () => {
    assert.deepEqual([...commands].sort(), commandNames.map(commandId).sort());
  });

  it('completes each step of a walkthrough by what the sources say is done', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const named = steps.map(({ completionEvents }) => completionEvents[0]);
    const done = new Set(
      sources.flatMap((text) =>
        [...text.matchAll(/stepDone\('(\w+)'\)/g)].map((match) => match[1] ?? ''),
      ),
    );

    assert.deepEqual(
      [...named].sort(),
      [...done].map((step) => `onContext:starrocksOverview.${step}`).sort(),
    );
    // VS Code forgets a context that was there before it first opened a walkthrough.
    for (const { completionEvents } of steps) {
      assert.equal(
        completionEvents[1],
        `${completionEvents[0] ?? ''} && activeEditor == gettingStartedPage`,
      );
    }
  });

  it('declares every id the sources name', () => {
    const panels = activationEvents
      .filter((event) => event.startsWith('onWebviewPanel:'))
      .map((event) => event.slice('onWebviewPanel:'.length));
    // The id of the status bar item is VS Code's own affair.
    const declared = new Set([...commands, ...settings, ...views, ...panels]);
    declared.add('starrocksOverview.status');

    const named = sources.flatMap((text) =>
      [...text.matchAll(/['"`](starrocksOverview\.\w+)['"`]/g)].map((match) => match[1] ?? ''),
    );

    assert.deepEqual(
      [...new Set(named)].filter((id) => !declared.has(id)),
      [],
    );
  });

  it('declares only settings that are read', () => {
    const unread = settings.filter((setting) => {
      const key = setting.slice('starrocksOverview.'.length);
      return !sources.some((text) => text.includes(`'${setting}'`) || text.includes(`('${key}'`));
    });

    assert.deepEqual(unread, []);
  });
});
