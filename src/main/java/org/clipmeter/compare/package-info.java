/**
 * Small statistics over runs: means with their intervals, and scores paired by prompt. All values are logits_per_image unless
 * their names say otherwise. Everything here is immutable, computes on the calling thread, and gives the same numbers for the
 * same runs in every process.
 */
@NullMarked
package org.clipmeter.compare;

import org.jspecify.annotations.NullMarked;
