/** `npm run docs` */
import * as path from 'node:path';
import { writeDocs } from './writtenDocs';

void writeDocs(path.resolve(import.meta.dirname, '../..'));
