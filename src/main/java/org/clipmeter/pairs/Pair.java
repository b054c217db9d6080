package org.clipmeter.pairs;

import org.clipmeter.prompts.Prompt;

/**
 * An image and the prompt that it is scored against.
 *
 * @param prompt what the image was made from
 * @param image the file
 */
public record Pair(Prompt prompt, ImageFile image) {}
