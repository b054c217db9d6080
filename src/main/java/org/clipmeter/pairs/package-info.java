/** Images and what joins them to their prompts: folders, lists, file names. */
@NullMarked
package org.clipmeter.pairs;

import org.jspecify.annotations.NullMarked;
