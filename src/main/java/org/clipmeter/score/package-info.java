/** Scores pairs of images and prompts, and what a run gives: rows, outcomes, the CLIP Score, its file. */
@NullMarked
package org.clipmeter.score;

import org.jspecify.annotations.NullMarked;
