import type { Page } from 'playwright-core';
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

export const scene = (name: string, play: () => Promise<void>) => it(name, async () => await editor.scene(play)());
