package org.clipmeter.pairs;

import org.clipmeter.prompts.Prompt;

/**
 * An image and its prompt.
 *
 * @param prompt what the image was made from, and is scored against
 * @param image the file
 */
public record Pair(Prompt prompt, ImageFile image) {}
