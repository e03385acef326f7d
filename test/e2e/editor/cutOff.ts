import type { Locator } from 'playwright-core';

/** Texts below an element that are there but can't be read to their end, with what hides the rest. */
export const cutOff = async (root: Locator): Promise<string[]> =>
	await root.evaluate((element) => {
		const document = element.ownerDocument;
		const window = document.defaultView;
		const hidden: string[] = [];
		const isSeen = (candidate: typeof element) =>
			candidate.checkVisibility({ visibilityProperty: true, opacityProperty: true });
		const report = (text: string, by: string) => hidden.push(`${text.trim()} (${by})`);

		const walker = document.createTreeWalker(element, window.NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const text = walker.currentNode;
			if (text.textContent.trim() === '' || !isSeen(text.parentElement)) continue;
			const range = document.createRange();
			range.selectNodeContents(text);
			const { top, bottom } = range.getBoundingClientRect();
			for (let box = text.parentElement; box !== element.parentElement; box = box.parentElement) {
				const { overflowX, overflowY, display } = window.getComputedStyle(box);
				if (display === 'inline') continue;
				if (overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1) report(text.textContent, 'too long');
				const frame = box.getBoundingClientRect();
				if (overflowY === 'hidden' && (top < frame.top - 1 || bottom > frame.bottom + 1))
					report(text.textContent, 'too high');
			}
		}

		const measure = document.createElement('canvas').getContext('2d');
		for (const field of element.querySelectorAll('input')) {
			if (!isSeen(field) || field.type === 'checkbox') continue;
			const { font, paddingLeft, paddingRight } = window.getComputedStyle(field);
			measure.font = font;
			const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
			const shown = field.value === '' ? field.placeholder : field.value;
			if (measure.measureText(shown).width > room + 1) report(shown, 'too long for its field');
		}
		return hidden;
	});
