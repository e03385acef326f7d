import type { Shape } from '../operation/model';
import { isObject } from '../operation/model';

/** 201 with the user until October 2015 (API 2.41), 204 without a body since. */
export const isUser: Shape = ({ json }) => isObject(json) && isObject(json.metadata) && isObject(json.entity);

export const isRole: Shape = ({ json }) => isObject(json) && typeof json.guid === 'string';

export const empty: Shape = ({ text }) => text === '';
