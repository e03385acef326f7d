import type { BrowserContext, Page } from 'playwright-core';
import { type Installation, type InstallationOptions, openInstallation } from '../installation';
import { type Editor, openEditor } from './browser';

/** Of the file of tests that runs. */
export let installation: Installation;
export let editor: Editor;
export let page: Page;

/** A new n8n for the tests of a file, open in a browser. */
export const setUpEditor = (name: string, options?: InstallationOptions): void => {
	beforeAll(async () => {
		installation = await openInstallation(name, options);
		editor = await openEditor(installation.n8n.url);
		({ page } = editor);
	});
	afterAll(async () => {
		await editor?.close();
		await installation?.close();
	});
};

/** The same browser for somebody who isn't signed in to n8n; it closes with the editor. */
export const openStranger = async (height: number): Promise<BrowserContext> => {
	const browser = page.context().browser();
	if (!browser) throw new Error('The editor has no browser');
	const context = await browser.newContext({ viewport: { width: 900, height }, locale: 'en-GB' });
	context.setDefaultTimeout(90_000);
	return context;
};

export const scene = (name: string, play: () => Promise<void>) => it(name, async () => await editor.scene(play)());
