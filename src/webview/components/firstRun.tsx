import { t } from '../text';
import { Button } from './controls';
import { usePage } from './context';
import { Glyph } from './glyph';

/** No cluster yet: what to press, what is needed, what is optional, what is stored where. */
export function FirstRun() {
  const { store } = usePage();
  return (
    <>
      <header class="top">
        <div class="bar">
          <div class="identity">
            <span class="codicon codicon-database" aria-hidden="true" />
            <h1>StarRocks Cluster Overview</h1>
          </div>
        </div>
      </header>
      <main class="first-run">
        <h2>{t('panel.first.title')}</h2>
        <p class="muted">{t('panel.first.text')}</p>
        <div class="buttons">
          <Button
            primary
            onClick={() => {
              store.command('addCluster');
            }}
          >
            {t('panel.menu.addCluster')}
          </Button>
          <Button
            onClick={() => {
              store.command('startDemoCluster');
            }}
          >
            {t('panel.first.demo')}
          </Button>
        </div>
        <ul class="steps">
          <li>
            <Glyph name="ok" />
            <span>{t('panel.first.queryPort')}</span>
            <span class="muted">{t('panel.first.queryPortText')}</span>
          </li>
          <li>
            <Glyph name="info" />
            <span>{t('panel.first.httpPorts')}</span>
            <span class="muted">{t('panel.first.httpPortsText')}</span>
          </li>
          <li>
            <span class="codicon codicon-device-desktop" aria-hidden="true" />
            <span>{t('panel.first.stored')}</span>
            <span class="muted">{t('panel.first.storedText')}</span>
          </li>
          <li>
            <span class="codicon codicon-lock" aria-hidden="true" />
            <span>{t('panel.first.privacy')}</span>
            <span class="muted">{t('panel.first.privacyText')}</span>
          </li>
        </ul>
      </main>
    </>
  );
}
