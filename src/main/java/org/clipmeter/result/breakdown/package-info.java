/** Comparisons taken apart by groups of prompts. */
@NullMarked
package org.clipmeter.result.breakdown;

import org.jspecify.annotations.NullMarked;
