import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, selectors, type Locator, type Page } from 'playwright-core';
import { owner } from '../../../sandbox/host';
import { artifact } from '../artifacts';

export type Size = { width: number; height: number };

export interface Editor {
	page: Page;
	/** Opens a workflow on the canvas, in light colours, and waits until so many nodes are drawn. */
	open(workflowId: string, nodes: number, size?: Size): Promise<void>;
	/** The same, but where one is open already, by way of the list of workflows: loading the editor takes most of the time. */
	goTo(workflowId: string, nodes: number, size?: Size): Promise<void>;
	screenshot(name: string): Promise<void>;
	/** For the README: the part of the window that holds these elements, so high, sharp on every screen. */
	picture(name: string, height: number, ...parts: Locator[]): Promise<void>;
	/** Makes a test of a scene: when it fails, a last look at the page is kept. */
	scene(scene: () => Promise<void>): () => Promise<void>;
	close(): Promise<void>;
}

/** Tries an expectation until it holds: the page takes its time, and how much depends on the machine. */
export const eventually = async (expectation: () => Promise<void>, seconds = 90): Promise<void> => {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		try {
			return await expectation();
		} catch (error) {
			if (Date.now() > end) throw error;
			await sleep(100);
		}
	}
};

const program = (): string => {
	const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
	if (existsSync(path)) return path;
	throw new Error(
		`There is no Chromium at ${path}: install it (Debian: apt install chromium), or name its program in CHROMIUM`,
	);
};

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// The editor would look things up at n8n's own servers, and the result of a test would depend on them.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const laptop: Size = { width: 1440, height: 900 };

/** n8n's editor in a browser, the owner signed in. */
export const openEditor = async (url: string): Promise<Editor> => {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({ executablePath: program(), args: flags });
	const page = await browser.newPage({ viewport: laptop, locale: 'en-GB' });
	page.setDefaultTimeout(90_000);

	const screenshot: Editor['screenshot'] = async (name) => {
		await page.screenshot({ path: artifact('screenshots', `${name}.png`), animations: 'disabled' });
	};

	const devtools = await page.context().newCDPSession(page);
	const picture: Editor['picture'] = async (name, height, ...parts) => {
		const boxes = (await Promise.all(parts.map(async (part) => await part.boundingBox()))).filter(
			(box) => box !== null,
		);
		const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
		const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
		const clip = { x, y, width, height, scale: 2 };
		const { data } = await devtools.send('Page.captureScreenshot', { format: 'png', clip });
		writeFileSync(artifact('screenshots', `${name}.png`), Buffer.from(data, 'base64'));
	};

	// The session is bound to a browser, so that the one of the API is of no use here.
	await page.goto(`${url}/signin`);
	await page.locator('input').nth(0).fill(owner.email);
	await page.locator('input').nth(1).fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/\/home\//);

	const canvasNodes = page.getByTestId('canvas-node');
	const opened = async (nodes: number, size: Size, path: string, load: (path: string) => Promise<void>) => {
		await page.setViewportSize(size);
		await page.emulateMedia({ colorScheme: 'light' });
		await load(path);
		await canvasNodes.nth(nodes - 1).waitFor();
	};
	/** What the editor does when somebody goes back or forth in the browser. */
	const routed = async (path: string) =>
		await page.locator('body').evaluate(({ ownerDocument: { defaultView: window } }, to) => {
			window.history.pushState({}, '', to);
			window.dispatchEvent(new window.PopStateEvent('popstate', { state: {} }));
		}, path);

	const open: Editor['open'] = async (workflowId, nodes, size = laptop) =>
		await opened(nodes, size, `/workflow/${workflowId}`, async (path) => void (await page.goto(`${url}${path}`)));

	return {
		page,
		screenshot,
		picture,
		open,
		goTo: async (workflowId, nodes, size = laptop) => {
			if (!page.url().includes('/workflow/')) return await open(workflowId, nodes, size);
			// So that no node on the canvas is one of the workflow before.
			await routed('/home/workflows');
			await eventually(async () => expect(await canvasNodes.count()).toBe(0));
			await opened(nodes, size, `/workflow/${workflowId}`, routed);
		},
		scene: (scene) => async () => {
			const failed = `failed-${expect.getState().currentTestName?.replace(/\W+/g, '-')}`;
			rmSync(artifact('screenshots', `${failed}.png`), { force: true });
			try {
				await scene();
			} catch (error) {
				await screenshot(failed);
				throw error;
			}
		},
		close: async () => await browser.close(),
	};
};
