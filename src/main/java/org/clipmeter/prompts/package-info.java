/** TIFA prompts: readers, sampling and prompt files. */
@NullMarked
package org.clipmeter.prompts;

import org.jspecify.annotations.NullMarked;
