import assert from 'node:assert/strict';
import { nodePage } from '../../../src/extension/api/nodePage';
import { compute, frontend } from '../overview/builders';

const fe = frontend(1);
const cn = compute('cn', 1, { host: 'fd00::7' });
const rows = [fe, cn, compute('be', 2, { httpPort: null })];
const auto = { http: { mode: 'auto' } } as const;

describe('nodePage', () => {
  it('is where the node says that it answers HTTP', () => {
    assert.deepEqual(nodePage(auto, rows, fe.node), {
      url: 'http://fe-1:8030/',
      address: 'fe-1:8030',
    });
    assert.deepEqual(nodePage(auto, rows, cn.node), {
      url: 'http://[fd00::7]:8040/',
      address: '[fd00::7]:8040',
    });
  });

  it('goes where the address map leads, and by the template of the role', () => {
    const http = {
      mode: 'auto',
      addressMap: { 'fe-1:8030': '127.0.0.1:18030' },
      nodeUrl: 'https://proxy/{host}/{port}',
    } as const;

    assert.deepEqual(nodePage({ http }, rows, fe.node), {
      url: 'http://127.0.0.1:18030/',
      address: '127.0.0.1:18030',
    });
    assert.equal(nodePage({ http }, rows, cn.node)?.url, 'https://proxy/fd00%3A%3A7/8040/');
  });

  it('is nothing for a node or port that is not known', () => {
    assert.equal(nodePage(auto, rows, 'be:be-2:9050'), null);
    assert.equal(nodePage(auto, rows, 'be:gone:9050'), null);
  });
});
