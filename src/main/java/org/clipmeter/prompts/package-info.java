/**
 * TIFA prompts and others: readers of prompt files, the prompts, and sampling. All values are immutable, copy their lists, and are safe
 * from any thread.
 */
@NullMarked
package org.clipmeter.prompts;

import org.jspecify.annotations.NullMarked;
