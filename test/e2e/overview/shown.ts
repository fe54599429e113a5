import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../support/workbench';

/** A running workbench and the page of the overview in it, as they are when a test begins. */
export type Shown = () => { readonly workbench: Workbench; readonly frame: FrameLocator };
