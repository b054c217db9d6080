package org.clipmeter.pairs;

import org.clipmeter.prompts.Prompt;

/** An image and the prompt it was made from. */
public record Pair(Prompt prompt, ImageFile image) {}
