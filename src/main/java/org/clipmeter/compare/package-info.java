/** Small statistics over runs: means with their intervals, and scores paired by prompt. */
@NullMarked
package org.clipmeter.compare;

import org.jspecify.annotations.NullMarked;
