import { effect } from '@preact/signals';
import { render } from 'preact';
import '@vscode/codicons/dist/codicon.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/header.css';
import './styles/health.css';
import './styles/tables.css';
import './styles/charts.css';
import './styles/past.css';
import './styles/pages.css';
import './styles/states.css';
import './styles/responsive.css';
import { App } from './app';
import { connectToHost } from './bridge';
import { watchTheme } from './charts/palette';
import { registerControls } from './components/controls';
import { PageContext } from './components/context';
import { HatchPattern } from './components/hatchPattern';
import { keepScroll } from './components/keepScroll';
import { leadToRule } from './components/leadToRule';
import { installTooltip } from './components/tooltip';
import { PanelStore } from './store';
import { locale } from './text';
import { widthClassOf } from './view/sectionState';
import { TrendFeed } from './trendFeed';
import { unpack } from '../shared/packed';
import { secondMs } from '../shared/time';

const store = new PanelStore(connectToHost(), Date.now());
store.widthClass.value = widthClassOf(window.innerWidth);
const trends = new TrendFeed((args, signal) => store.ask({ method: 'getTrend', args }, signal));

registerControls();
watchTheme();
effect(() => {
  document.documentElement.lang = locale.value;
});
effect(() => {
  const header = store.header.value;
  const range = store.timeRange.value;
  if (header !== undefined) {
    const gridMs = Math.max(30, header.intervalS) * secondMs;
    // While no round ends, the clock moves the charts on, two intervals late.
    const clock = store.now.value - 2 * header.intervalS * secondMs;
    trends.update(range, Math.max(header.lastRoundAt ?? clock, clock), header.clusterId, gridMs);
  }
});
window.addEventListener('message', (event) => {
  store.receive(unpack(event.data), Date.now());
});
setInterval(() => {
  store.tick(Date.now());
}, secondMs);

render(
  <PageContext.Provider value={{ store, trends }}>
    <HatchPattern />
    <App />
  </PageContext.Provider>,
  document.body.appendChild(document.createElement('div')),
);
installTooltip(document.body);
keepScroll(store);
leadToRule(store);
store.ready();
