/**
 * Runs under several models: their scores from one pass over the images, how far the models agree about images and about
 * techniques, and how well each finds the prompts of the images.
 */
@NullMarked
package org.clipmeter.agreement;

import org.jspecify.annotations.NullMarked;
