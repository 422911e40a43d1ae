/** How what is set aside names the file it came from, so that a better file of that name takes it back. */

/** The key of a file that cannot be read; those of its rows begin with it. */
export const ofFile = (name: string): string => `file ${name}`;

export const asideKey = (name: string, key: string): string => `${ofFile(name)}: ${key}`;
