/** Where prompts come from: one class for each source. */
@NullMarked
package org.clipmeter.prompts.source;

import org.jspecify.annotations.NullMarked;
